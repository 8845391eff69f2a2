"""Exploration: every fault at every moment, and the smallest schedule that fails."""
