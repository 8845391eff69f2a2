"""Barcodes and two-dimensional symbols: drawn as modules, read back from the dots."""
