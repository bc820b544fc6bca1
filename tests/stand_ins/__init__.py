"""Servers that stand in for those of others, so that tests need no network and can ask for any misfortune."""
