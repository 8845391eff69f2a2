"""Drivers for a POS that knows nothing of the contract, one a file."""
