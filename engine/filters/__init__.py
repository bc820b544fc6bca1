"""Which films may be shown: the filters a user sets, and the values each filter offers."""
