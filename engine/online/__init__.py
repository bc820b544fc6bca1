"""TMDB and YouTube over HTTP: what films have that a dataset has not. Nothing else in the engine needs it."""
