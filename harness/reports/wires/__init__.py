"""Both wires for a reader: what was said on them, message by message, decoded and masked."""
