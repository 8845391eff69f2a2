"""One family of triggers a file; importing this package registers their words."""
