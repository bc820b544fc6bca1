"""Ranks films: a query goes in, an answer comes out."""
