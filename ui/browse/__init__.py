"""What belongs to the Browse page."""
