"""Numeric kernels that find films: posting lists, exact top k, blocks of rows. Pure functions of arrays."""
