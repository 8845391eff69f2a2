"""The checks, one a file: found by being here."""
