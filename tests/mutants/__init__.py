"""The harness measured: one decision of the reference POS changed at a time, by a machine."""
