"""Building blocks that several pages use: film search, filters, film card, explanation, tables, progress."""
