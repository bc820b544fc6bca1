"""A query -> ordered recommendations."""
