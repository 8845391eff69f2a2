"""Workloads: what a cashier and an operator do, as data that a bench can play."""
