"""The wires between the POS and a device: the only place where their sockets are opened."""
