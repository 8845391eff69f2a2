"""The test harness: it puts a POS between the virtual devices and judges what is left behind."""

from functools import cache


@cache
def version() -> str:
    """The version of tillproof that is installed."""
    from importlib import metadata  # noqa: PLC0415  (it takes half as long as Python's own start)

    try:
        return metadata.version("tillproof")
    except metadata.PackageNotFoundError:
        return "0"
