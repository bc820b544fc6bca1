"""The About page: accuracy and the state of TMDB."""
