"""Who visits, and what they mark. Pages come here, and never go to the database themselves."""
