"""What a driver is told about a POS: script files, and how screens and answers are read."""
