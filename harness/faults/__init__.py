"""Faults that need a POS or an operator; those of the devices are in ``emulators.faults``."""

from emulators.faults.fault import add_catalogue


def add_harness_faults() -> None:
    """Make them known to ``parse_fault``."""
    add_catalogue("harness.faults.catalogue")
