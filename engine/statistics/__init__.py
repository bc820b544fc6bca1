"""The catalogue in figures: what there is, of all films or of those that pass filters."""
