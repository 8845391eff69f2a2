"""A real ``tillproof`` process. Every wait has a deadline."""

import queue
import re
import signal
import subprocess
import sys
import threading
from types import TracebackType
from typing import IO, Self

DEADLINE_S = 120.0
TILLPROOF = [sys.executable, "-m", "harness"]


class Reader:
    """The lines of one pipe, as they come."""

    def __init__(self, pipe: IO[str]) -> None:
        self._pipe = pipe
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self._pipe:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def line(self) -> str:
        """The next one; '' at the end."""
        return self._lines.get(timeout=DEADLINE_S) or ""

    def until(self, pattern: str) -> list[str]:
        """The lines up to and with the first one in which ``pattern`` is found."""
        seen: list[str] = []
        while (line := self._lines.get(timeout=DEADLINE_S)) is not None:
            seen.append(line)
            if re.search(pattern, line):
                return seen
        raise AssertionError(f"{pattern!r} never came; what came was {seen}")

    def rest(self) -> list[str]:
        """What is left, when the process has ended."""
        return list(iter(lambda: self._lines.get(timeout=DEADLINE_S), None))

    def close(self) -> None:
        """The process has ended."""
        self._thread.join(DEADLINE_S)
        self._pipe.close()


class Child:
    """``tillproof`` with these arguments; killed at the end of the block if it still runs."""

    def __init__(self, *arguments: object, stdin: int = subprocess.DEVNULL) -> None:
        self.process = subprocess.Popen(
            [*TILLPROOF, *map(str, arguments)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.out, self.err = Reader(self.process.stdout), Reader(self.process.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait(DEADLINE_S)
        self.out.close()
        self.err.close()

    def address(self) -> tuple[str, int]:
        """The TCP address on the next line of standard output."""
        line = self.out.line()
        found = re.fullmatch(r"tcp://(127\.0\.0\.1):(\d+)", line)
        assert found, f"{line!r}; standard error: {self.err.rest()}"
        return found[1], int(found[2])

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the exit status."""
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_S)
