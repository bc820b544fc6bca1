"""How good recommendations are, measured against films that MovieLens users like together."""
