"""The Similarity page, one module per mode: two films, a group, neighbours, the map, a path."""

TITLE = "Compare films"
