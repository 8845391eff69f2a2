"""The table-driven codec: forms of a value, elements of a message, and the plan of a bitmap."""
