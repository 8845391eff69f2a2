"""The History file of a device that is served by itself, which may be a busy one."""

from collections.abc import Callable
from pathlib import Path

IDLE_S = 0.05


class HistoryFile:
    """Gathers lines and writes many at once.

    ``flush`` is called before anything leaves the device (``History.write_out``), so that what was
    recorded before an answer is in the file when the answer comes; the rest follows within
    ``IDLE_S``, which ``later`` waits for.

    Raises OSError when the file cannot be made or written.
    """

    def __init__(self, path: Path, later: Callable[[float, Callable[[], None]], object]) -> None:
        self._file = path.open("wb", buffering=0)
        self._later = later
        self._lines: list[str] = []
        self._due = False

    def write(self, text: str) -> None:
        """Take a line."""
        self._lines.append(text)
        if not self._due:
            self._due = True
            self._later(IDLE_S, self._idle)

    def flush(self) -> None:
        """Write what has gathered."""
        if not self._lines:
            return
        # What is half a character stands as JSON's own escape.
        data = "".join(self._lines).encode("utf-8", "backslashreplace")
        self._lines.clear()
        while data:
            data = data[self._file.write(data) :]

    def close(self) -> None:
        """Write what has gathered, and end."""
        self.flush()
        self._file.close()

    def _idle(self) -> None:
        self._due = False
        if not self._file.closed:
            self.flush()
