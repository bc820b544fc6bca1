"""The Recommend page: what a query starts from, preferences, results, details."""
