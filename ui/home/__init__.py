"""What belongs to the start page."""
