"""Everything that the POS started, also what has left its process group.

A daemon takes a session of its own, but keeps the environment that it was born with: the data
folder of this run stands in it. Linux tells it in ``/proc``; elsewhere only the group is killed.
"""

import contextlib
import os
import signal
from pathlib import Path

_PROC = Path("/proc")


def kill_descendants(mark: str) -> int:
    """SIGKILL to every process with that data folder in its environment; says how many."""
    found = descendants(mark)
    for number in found:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(number, signal.SIGKILL)
    return len(found)


def descendants(mark: str) -> list[int]:
    """The processes that were started with ``TILLPROOF_DATA_DIR`` set to ``mark``."""
    if not mark or not _PROC.is_dir():
        return []
    entry = b"TILLPROOF_DATA_DIR=" + os.fsencode(mark) + b"\0"
    numbers = [int(name) for name in os.listdir(_PROC) if name.isdigit()]  # noqa: PTH208  (faster)
    return [n for n in numbers if n != os.getpid() and entry in _environment(n)]


def _environment(number: int) -> bytes:
    """Of a process of ours; nothing for those that are not, or are gone."""
    try:
        with open(f"/proc/{number}/environ", "rb") as file:  # noqa: PTH123  (in a loop over all)
            return file.read() + b"\0"
    except OSError:
        return b""
