"""One device by itself, on addresses that any POS can reach, until it is told to stop."""
