"""Scenarios: the behave runner, its hooks, the steps in both languages."""
