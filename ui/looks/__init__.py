"""The looks at similarity that its page offers, a module each."""

LOOK = "look"
"""Key of the choice between them, and its name in the address."""
TWO_FILMS, GROUP, NEIGHBOURS, MAP, BRIDGE = "Two films", "Group", "Neighbours", "Map", "Bridge"
FIRST, SECOND = "first", "second"
"""Keys of the pickers of one film and another, which all looks share."""
