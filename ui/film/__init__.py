"""What belongs to the pages of one film and one person."""
