"""The bench in a browser, and the same as an HTTP API for programs in any language."""
