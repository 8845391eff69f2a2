"""Drivers for the POS under test, and its process."""
