"""From a file of any accepted kind to chunks of text cells. What the columns mean is decided in `engine.catalogue`."""
