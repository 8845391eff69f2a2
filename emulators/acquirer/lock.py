"""A file that one process has to itself; readers may look at it all the same."""

import fcntl
import os
from pathlib import Path


class FileLock:
    """Held until ``release``, or until the process ends, however it does.

    Raises BlockingIOError when another has it, OSError when the file cannot be opened. The lock is
    ``flock``'s: it is apart from those that SQLite takes on the same file with ``fcntl``. Closing
    any descriptor of a file gives up the latter, so ``release`` comes after SQLite has closed it.
    """

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._fd)
            raise

    def release(self) -> None:
        """Let it go."""
        os.close(self._fd)
