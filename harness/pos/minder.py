"""Ends the POS when this process can no longer do so itself: after SIGKILL, or out of memory.

A shell waits at the end of a pipe. When the pipe closes, because its writer has ended in whatever
way, it kills the process groups that it was told of last. Works on Linux and macOS alike.
"""

import atexit
import contextlib
import subprocess
import threading

ENDS_WITHIN_S = 2.0

_SCRIPT = """
while read -r line; do held=$line; done
for group in $held; do kill -9 -- "-$group"; done
"""


class Minder:
    """Knows the process groups that must not outlive this process. One shell, at first use."""

    def __init__(self) -> None:
        self._groups: set[int] = set()
        self._shell: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def hold(self, group: int) -> None:
        """From now on that process group ends with this process."""
        with self._lock:
            self._groups.add(group)
            self._tell()

    def let_go(self, group: int) -> None:
        """It has ended: its number may soon be another's."""
        with self._lock:
            self._groups.discard(group)
            self._tell()

    def _tell(self) -> None:
        if self._shell is None:
            self._shell = subprocess.Popen(
                ("/bin/sh", "-c", _SCRIPT),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            atexit.register(self._end, self._shell)
        assert self._shell.stdin is not None  # noqa: S101
        line = " ".join(str(group) for group in sorted(self._groups))
        with contextlib.suppress(OSError):
            self._shell.stdin.write(line.encode() + b"\n")
            self._shell.stdin.flush()

    @staticmethod
    def _end(shell: "subprocess.Popen[bytes]") -> None:
        """This process ends as it should: so does the shell, once it has killed what is held."""
        assert shell.stdin is not None  # noqa: S101
        with contextlib.suppress(OSError):
            shell.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            shell.wait(ENDS_WITHIN_S)


MINDER = Minder()
