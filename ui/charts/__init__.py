"""Values in, Altair charts and tables out. Pure: nothing here imports streamlit."""
