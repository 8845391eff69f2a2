"""Reports: views of the History and of its verdict."""
