"""The wire formats, sans-IO."""
