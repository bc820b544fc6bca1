"""The films of a dataset: read a CSV, clean it, keep it as a memory-mapped table and as plain arrays."""
