"""How good recommendations are, measured against films that people liked together."""
