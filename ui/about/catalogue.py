"""What the page About says about the catalogue in use."""

LAST_GOOD = "The films you see are those of the last good build, because the dataset cannot be used as it is:"
