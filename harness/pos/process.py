"""The POS's process: started in a session of its own, so that nothing of it is left behind.

``kill`` returns only when the process is dead, so that a fault that kills the POS between two
events is exact.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from emulators.errors import TillproofError

LINE_LIMIT_BYTES = 1 << 20
Exited = Callable[[int], None]
LineSeen = Callable[[bytes], None]


class StartError(TillproofError):
    """The POS's command cannot be started."""


class Process:
    """One life of the POS. Standard error goes to a file; standard output comes line by line."""

    def __init__(self, process: asyncio.subprocess.Process, on_line: LineSeen, on_exit: Exited):
        self._process = process
        self._on_line, self._on_exit = on_line, on_exit
        self._reader = asyncio.ensure_future(self._read())

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        env: Mapping[str, str],
        folder: Path,
        stderr: Path,
        on_line: LineSeen,
        on_exit: Exited,
    ) -> "Process":
        """Start it in ``folder``. Raises StartError that says what is wrong with the command."""
        try:
            with stderr.open("ab") as log:
                process = await asyncio.create_subprocess_exec(
                    *command,
                    env=dict(env),
                    cwd=folder,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=log,
                    start_new_session=True,
                    limit=LINE_LIMIT_BYTES,
                )
        except FileNotFoundError:
            raise StartError(
                f"pos.command: {command[0]!r} is not there (looked in {folder} and on the PATH)"
            ) from None
        except OSError as error:
            raise StartError(f"pos.command {command[0]!r}: {error.strerror}") from None
        return cls(process, on_line, on_exit)

    @property
    def alive(self) -> bool:
        """Whether it has not ended, as far as the loop knows."""
        return self._process.returncode is None

    def write(self, line: bytes) -> None:
        """A line to its standard input; lost when it does not live."""
        stdin = self._process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(line)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """SIGKILL to it and to everything that it started; returns when it is dead."""
        self.signal(signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)

    async def wait(self, timeout_s: float) -> bool:
        """Wait for its end; False when it still lives after that."""
        done, _ = await asyncio.wait([self._reader], timeout=timeout_s)
        return bool(done)

    async def end(self, patience_s: float) -> None:
        """Close its standard input, give it that long, then kill it and what it started."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self.alive:
            await self.wait(patience_s)
        if not self._reader.done():
            self.kill()
            await self._reader
        self.signal(signal.SIGKILL)

    async def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101  (it was asked for as a pipe)
        while True:
            try:
                line = await stdout.readuntil(b"\n")
            except asyncio.IncompleteReadError as rest:
                if rest.partial:
                    self._on_line(rest.partial)
                break
            except asyncio.LimitOverrunError as over:
                line = await stdout.readexactly(over.consumed)
            self._on_line(line)
        status = await self._exit_status()
        self._on_exit(status)

    async def _exit_status(self) -> int:
        """Its status; one that closed its output and stays is killed: it can answer no more."""
        try:
            return await asyncio.wait_for(self._process.wait(), 2.0)
        except TimeoutError:
            self.kill()
            return await self._process.wait()
