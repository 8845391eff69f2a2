"""Large bytes of a run, beside its events."""

import hashlib
import re
from pathlib import Path

from emulators.errors import HistoryError

_NAME = re.compile(r"[0-9a-f]{64}")
INLINE_BYTES = 512  # more than these are large bytes, which go into a blob


class Blobs:
    """Large bytes by their SHA-256, in memory or in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its name, 64 hexadecimal digits."""
        name = hashlib.sha256(content).hexdigest()
        if self._folder is None:
            self._held.setdefault(name, content)
        elif not (path := self._folder / name).exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of ``name``. Raises HistoryError when they are not there."""
        if not _NAME.fullmatch(name):  # a stored History may come from anywhere: no path of its own
            raise HistoryError(f"blob {name[:80]!r} is no SHA-256: the History is damaged")
        try:
            return self._held[name] if self._folder is None else (self._folder / name).read_bytes()
        except (KeyError, OSError):
            raise HistoryError(f"blob {name} is missing: the run folder is not complete") from None

    def save(self, folder: Path) -> None:
        """Write what is in memory to a folder. Raises OSError."""
        into = Blobs(folder)
        for content in self._held.values():
            into.put(content)
