"""What a parameter of a host fault may be."""

from emulators.errors import UsageError


def check_choice(fault: str, name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise UsageError when ``value`` is none of ``choices``."""
    if value not in choices:
        raise UsageError(f"{fault}: {name}={value} is not one of {', '.join(choices)}")


def check_code(fault: str, code: str) -> None:
    """Raise UsageError when ``code`` is no response code: DE 39 holds two letters or digits."""
    if len(code) != 2 or not (code.isascii() and code.isalnum()):
        raise UsageError(f"{fault}: code={code} is no response code of two letters or digits")


def check_above(fault: str, name: str, value: int, least: int) -> None:
    """Raise UsageError when ``value`` is less than ``least``."""
    if value < least:
        raise UsageError(f"{fault}: {name}={value} must be {least} or more")
