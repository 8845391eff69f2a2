"""Faults of printers, links and hosts: one a file."""
