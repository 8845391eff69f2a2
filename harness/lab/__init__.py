"""Real printers: the tap that stands between a POS and one, and what a lab does around it."""
