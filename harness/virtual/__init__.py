"""The bench in one process and in virtual time: the same devices, operator, faults and checks."""
