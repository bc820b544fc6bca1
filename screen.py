"""The script of the app: what Streamlit runs for each visitor."""

from ui import shell

shell.run()
