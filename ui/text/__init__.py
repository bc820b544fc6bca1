"""Text, numbers, names and posters for the screen. Pure: nothing here imports streamlit."""
