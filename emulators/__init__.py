"""The virtual devices. Usable alone; nothing here knows of a test."""
