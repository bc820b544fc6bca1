"""How films lie to one another: pairs, groups, neighbourhoods, the map, and chains from one to another."""
