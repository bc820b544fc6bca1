"""What films there are: read a CSV, clean it, keep it as a memory-mapped table, count it."""
