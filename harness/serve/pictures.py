"""Slips as PNG files in a folder, as they come."""

import re
from pathlib import Path

from emulators.blobs import Blobs
from emulators.printer.events import SlipEnded
from harness.serve.addresses import make_folder

_NAME = re.compile(r"slip-(\d+)\.png")


class Pictures:
    """Numbered on from what is in the folder: earlier evidence is never overwritten."""

    def __init__(self, folder: Path, blobs: Blobs) -> None:
        """Raise UsageError when the folder cannot be made or written."""
        make_folder(folder)
        self._folder, self._blobs = folder, blobs
        taken = (_NAME.fullmatch(path.name) for path in folder.iterdir())
        self._last = max((int(match[1]) for match in taken if match), default=0)

    def keep(self, slip: SlipEnded) -> Path:
        """Write one slip. Raises OSError when the folder cannot be written any more."""
        self._last += 1
        path = self._folder / f"slip-{self._last:04}.png"
        path.write_bytes(self._blobs.get(slip.blob))
        return path
