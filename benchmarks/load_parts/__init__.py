"""The parts of `python -m benchmarks.load`. Each runs alone."""
