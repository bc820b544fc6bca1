"""Fakes that tests and benchmarks share: servers that speak real protocols, and a small made-up catalogue."""
