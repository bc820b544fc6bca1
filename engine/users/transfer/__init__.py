"""Imports from other sites and from ours, and exports."""
