"""Where the files are that come with the package: features and fixtures."""

from importlib.resources import files
from pathlib import Path


def data_dir(name: str) -> Path:
    """``features``, ``fixtures`` or ``docs``: inside the package, or beside it in a checkout."""
    package = Path(str(files("harness")))
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
