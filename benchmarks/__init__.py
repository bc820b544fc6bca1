"""Every figure about speed and memory that this project gives, the peers beside it: `python -m benchmarks`."""

from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
