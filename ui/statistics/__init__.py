"""The Statistics page, one module per section."""
