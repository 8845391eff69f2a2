"""The POS's process: started in a session of its own, so that nothing of it is left behind.

``kill`` returns only when the process is dead, so that a fault that kills the POS between two
events is exact. Its end is that of the process, not of its pipes: something that it left in the
background may hold these for ever.
"""

import asyncio
import contextlib
import os
import select
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from emulators.errors import TillproofError
from harness.pos.descendants import kill_descendants
from harness.pos.lines import Lines
from harness.pos.minder import MINDER
from harness.pos.warm import ForkedTransport, WarmPos

LOG_LIMIT_BYTES = 4 << 20
LAST_WORDS_S = 0.2  # for what stands in the pipes of a process that has ended
DIES_WITHIN_MS = 2000  # after SIGKILL: the kernel needs no more
MUTE_S = 2.0  # how long a process may stay that has closed its standard output
Exited = Callable[[int], None]
LineSeen = Callable[[bytes], None]
_STDOUT, _STDERR = 1, 2


class StartError(TillproofError):
    """The POS's command cannot be started."""


class Process(asyncio.SubprocessProtocol):
    """One life of the POS. Standard error goes to a file; standard output comes line by line.

    Of either no more is kept than a bounded part, however much the POS says.
    """

    def __init__(self, mark: str, stderr: Path, on_line: LineSeen, on_exit: Exited) -> None:
        self._mark, self._stderr = mark, stderr
        self._lines, self._on_exit = Lines(on_line), on_exit
        stderr.touch()
        self._log_bytes = stderr.stat().st_size
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._over = asyncio.Event()
        self._transport: asyncio.SubprocessTransport

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        env: Mapping[str, str],
        folder: Path,
        stderr: Path,
        on_line: LineSeen,
        on_exit: Exited,
        *,
        warm: WarmPos | None = None,
    ) -> "Process":
        """Start it in ``folder``, forked from ``warm`` where there is that.

        Raises StartError that says what is wrong with the command.
        """
        if warm is not None:
            return await cls._fork(warm, cls(mark_of(env), stderr, on_line, on_exit), env, folder)
        try:
            transport, process = await asyncio.get_running_loop().subprocess_exec(
                lambda: cls(mark_of(env), stderr, on_line, on_exit),
                *command,
                env=dict(env),
                cwd=folder,
                start_new_session=True,
            )
        except FileNotFoundError:
            there = (folder / command[0]).is_file()
            why = "its interpreter (first line) is not there" if there else "it is not there"
            raise StartError(
                f"pos.command {command[0]!r}: {why} (looked in {folder} and on the PATH)"
            ) from None
        except (OSError, ValueError) as error:
            cause = error.strerror if isinstance(error, OSError) else error
            raise StartError(f"pos.command {command[0]!r}: {cause}") from None
        MINDER.hold(transport.get_pid())
        return process

    @staticmethod
    async def _fork(
        warm: WarmPos, process: "Process", env: Mapping[str, str], folder: Path
    ) -> "Process":
        try:
            transport = await ForkedTransport.start(warm, process, env, folder)
        except OSError as error:
            raise StartError(f"pos.preload: the POS cannot be forked: {error}") from None
        MINDER.hold(transport.get_pid())
        return process

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It runs."""
        assert isinstance(transport, asyncio.SubprocessTransport)  # noqa: S101
        self._transport = transport

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """It said something."""
        if fd == _STDOUT:
            self._lines.feed(data)
        else:
            self.log(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """It closed a pipe. One that closed its output and stays is killed: it can answer no more.

        What stands in a pipe is read to its end before the process counts as over.
        """
        del exc
        if fd == _STDOUT and self.alive:
            asyncio.get_running_loop().call_later(MUTE_S, self._kill_mute)

    def _kill_mute(self) -> None:
        if self.alive:
            self.kill()

    def process_exited(self) -> None:
        """It has ended; its last words may still stand in the pipes."""
        if not self._ended.done():
            self._ended.set_result(self._transport.get_returncode() or 0)
            asyncio.get_running_loop().call_later(LAST_WORDS_S, self._finish)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended and its pipes are closed."""
        del exc
        self._finish()

    def _finish(self) -> None:
        if self._over.is_set():
            return
        self._over.set()
        self._transport.close()
        MINDER.let_go(self._transport.get_pid())
        self._lines.close()
        self._on_exit(self._ended.result() if self._ended.done() else 0)

    @property
    def alive(self) -> bool:
        """Whether it has not ended, as far as the loop knows."""
        return not self._ended.done() and self._transport.get_returncode() is None

    def write(self, line: bytes) -> None:
        """A line to its standard input; lost when it does not live."""
        stdin = self._transport.get_pipe_transport(0)
        if isinstance(stdin, asyncio.WriteTransport) and not stdin.is_closing():
            stdin.write(line)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._transport.get_pid(), number)

    def kill(self) -> None:
        """SIGKILL to it and to everything that it started; returns when it is dead."""
        self.signal(signal.SIGKILL)
        kill_descendants(self._mark)
        try:
            os.waitid(os.P_PID, self._transport.get_pid(), os.WEXITED | os.WNOWAIT)
        except ChildProcessError:
            await_death(self._transport.get_pid())

    async def wait(self, timeout_s: float) -> bool:
        """Wait for its end; False when it still lives after that."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), timeout_s)
        return self._over.is_set()

    async def end(self, patience_s: float) -> None:
        """Close its standard input, give it that long, then kill it and what it started."""
        stdin = self._transport.get_pipe_transport(0)
        if stdin is not None:
            stdin.close()
        if self.alive:
            await self.wait(patience_s)
        self.signal(signal.SIGKILL)
        kill_descendants(self._mark)
        await self._over.wait()

    def log(self, data: bytes) -> None:
        """Standard error, up to the limit. A full disk must not take the bench down."""
        kept = data[: max(0, LOG_LIMIT_BYTES - self._log_bytes)]
        self._log_bytes += len(kept)
        if kept:
            with contextlib.suppress(OSError), self._stderr.open("ab") as log:
                log.write(kept)


def mark_of(env: Mapping[str, str]) -> str:
    """What the environment of each of its descendants holds."""
    return env.get("TILLPROOF_DATA_DIR", "")


def await_death(pid: int) -> None:
    """Of a process that is not our child; a dead one may be reaped by another any moment."""
    with contextlib.suppress(ProcessLookupError, AttributeError):
        watched = os.pidfd_open(pid)
        try:
            poll = select.poll()
            poll.register(watched, select.POLLIN)
            poll.poll(DIES_WITHIN_MS)
        finally:
            os.close(watched)
