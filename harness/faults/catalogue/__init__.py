"""Faults of the POS and of its operator: one a file."""
