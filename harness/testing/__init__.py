"""The bench and its devices for tests in Python: what the pytest fixtures hand out."""
