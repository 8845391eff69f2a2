"""Tests of the acquirer host."""
