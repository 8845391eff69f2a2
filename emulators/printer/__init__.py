"""The virtual receipt printer: bytes in, paper out."""
