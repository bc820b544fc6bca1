"""What TMDB adds to a film on the pages."""
