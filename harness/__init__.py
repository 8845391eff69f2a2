"""The test harness: it puts a POS between the virtual devices and judges what is left behind."""

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _version


@cache
def version() -> str:
    """The version of tillproof that is installed."""
    try:
        return _version("tillproof")
    except PackageNotFoundError:
        return "0"
