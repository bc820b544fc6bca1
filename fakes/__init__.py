"""Stand-ins that speak real protocols, and a small made-up catalogue. Tests and benchmarks share them."""
