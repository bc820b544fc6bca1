"""What belongs to the page with films for the visitor."""
