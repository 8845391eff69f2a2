"""A payment terminal that stands between the till and the acquirer, spoken to by ZVT."""
