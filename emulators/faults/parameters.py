"""What a fault's parameters may be: checked when the fault is made, long before it strikes."""

from emulators.errors import UsageError
from emulators.faults.fault import Fault


def must_be_one_of(fault: Fault, name: str, choices: tuple[str, ...]) -> None:
    """Raise UsageError unless the parameter is one of ``choices``."""
    value = fault.parameters()[name]
    if value not in choices:
        raise UsageError(f"{fault.name}: {name}={value} is not {' or '.join(choices)}")


def must_be_between(fault: Fault, name: str, least: float, most: float) -> None:
    """Raise UsageError unless the parameter is a number from ``least`` to ``most``."""
    value = fault.parameters()[name]
    if not isinstance(value, int | float) or not least <= value <= most:
        raise UsageError(f"{fault.name}: {name}={value} is not from {least:g} to {most:g}")
