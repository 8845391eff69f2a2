"""The test harness."""
