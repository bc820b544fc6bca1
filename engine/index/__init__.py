"""The built index: posting lists, scoring, top-k, and the folder that holds it all on disk."""
