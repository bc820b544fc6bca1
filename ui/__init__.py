"""What the pages share. Besides the pages and the entry point, only this package imports streamlit."""
