"""The films that a user has marked: in an order, in figures, and as what recommendations are made from."""
