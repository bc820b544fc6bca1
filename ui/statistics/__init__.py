"""The Statistics page, one module per section: over time, contents, ratings and money, data quality, your own chart."""

TITLE = "Catalogue statistics"
