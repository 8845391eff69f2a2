"""The class that a POS in virtual time is: of the configuration, or the reference POS's."""

import importlib
import sys
from pathlib import Path

from emulators.errors import UsageError
from harness.config import Config
from harness.paths import data_dir
from harness.virtual.bench import MakeTill

REFERENCE = "refpos.virtual.till:Till"


def find_till(config: Config) -> MakeTill:
    """The class. Raises UsageError when there is none, or it cannot be imported."""
    own = config.pos.class_
    if own:
        return _imported(own, config.folder)
    if config.pos.command:
        raise UsageError(
            "virtual time takes a POS that is a Python class: name it in [pos] class, as in"
            ' "my_till:Till" (docs/explore.md says what it is given)'
        )
    return _imported(REFERENCE, data_dir("fixtures") / "pos")


def _imported(name: str, folder: Path) -> MakeTill:
    module, _, attribute = name.partition(":")
    path = str(folder.resolve())
    if path not in sys.path:
        sys.path.insert(0, path)
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, SyntaxError, ValueError) as error:
        raise UsageError(f"[pos] class {name!r} cannot be imported from {path}: {error}") from None
    if not callable(found):
        raise UsageError(f"[pos] class = {name!r} is no class")
    made: MakeTill = found
    return made
