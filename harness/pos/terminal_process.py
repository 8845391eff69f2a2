"""A POS that stands at a terminal: its process, in a session and a pseudo-terminal of its own."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import ptyprocess

from harness.pos.descendants import kill_descendants
from harness.pos.driver import Launch
from harness.pos.minder import MINDER
from harness.pos.process import StartError, await_death, mark_of

_PIECE_BYTES = 4096  # a program that floods leaves the loop its turns
_LAST_WORDS_S = 0.2


class TerminalProcess:
    """One life of it. What it writes goes to ``heard``; ``ended`` is told its exit status."""

    def __init__(
        self,
        launch: Launch,
        size: tuple[int, int],
        heard: Callable[[bytes], None],
        ended: Callable[[int], None],
    ) -> None:
        """Start it at a terminal of ``size`` (rows, columns). Raises StartError."""
        env = {**os.environ, "TERM": "linux", **launch.env}
        self._mark = mark_of(env)
        self._heard, self._ended = heard, ended
        self._loop = asyncio.get_running_loop()
        self._child = _spawn(list(launch.command), launch.folder, env, size)
        self.pid: int = self._child.pid
        self.alive = True
        self._unsent = bytearray()
        self._over = asyncio.Event()
        self._status = 0
        os.set_blocking(self._child.fd, False)
        MINDER.hold(self.pid)
        self._loop.add_reader(self._child.fd, self._read)
        threading.Thread(target=self._wait, name=f"pos-{self.pid}", daemon=True).start()

    def write(self, data: bytes) -> None:
        """Keys; lost when it does not live."""
        if self._over.is_set():
            return
        self._unsent += data
        self._flush()

    def _flush(self) -> None:
        with contextlib.suppress(BlockingIOError, OSError):
            del self._unsent[: os.write(self._child.fd, self._unsent)]
        if self._unsent:
            self._loop.add_writer(self._child.fd, self._flush)
        else:
            self._loop.remove_writer(self._child.fd)

    def _read(self) -> None:
        try:
            data = os.read(self._child.fd, _PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:  # EIO: nobody holds the other end any more
            data = b""
        if data:
            self._heard(data)
        elif not self._over.is_set():
            self._loop.remove_reader(self._child.fd)
            if not self.alive:
                self._finish()

    def _wait(self) -> None:
        """In a thread of its own: a child's end can be waited for everywhere only so."""
        status = 0
        with contextlib.suppress(ChildProcessError):
            status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody wants to know
            self._loop.call_soon_threadsafe(self._died, status)

    def _died(self, status: int) -> None:
        self.alive = False
        self._status = status
        self._loop.call_later(_LAST_WORDS_S, self._finish)
        self._read()

    def _finish(self) -> None:
        if self._over.is_set():
            return
        self._over.set()
        self._loop.remove_reader(self._child.fd)
        self._loop.remove_writer(self._child.fd)
        MINDER.let_go(self.pid)
        self._child.delayafterclose = self._child.delayafterterminate = 0
        self._child.terminated = True  # it is reaped, and its number may be another's
        with contextlib.suppress(OSError, ptyprocess.PtyProcessError):
            self._child.close(force=False)
        self._ended(self._status)

    def signal(self, number: signal.Signals) -> None:
        """To it and everything of its group."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """SIGKILL to it and everything that it started; returns when it is dead."""
        self.signal(signal.SIGKILL)
        kill_descendants(self._mark)
        try:
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        except ChildProcessError:
            await_death(self.pid)
        self.alive = False

    async def end(self, patience_s: float) -> None:
        """Hang up the terminal, give it that long, then kill what is left."""
        if self.alive and patience_s:
            self.signal(signal.SIGHUP)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), patience_s)
        if self.alive:
            self.signal(signal.SIGKILL)
        kill_descendants(self._mark)
        await self._over.wait()


def _spawn(
    command: list[str], folder: Path, env: Mapping[str, str], size: tuple[int, int]
) -> ptyprocess.PtyProcess:
    own = folder.absolute() / command[0]
    program = [str(own) if own.is_file() else command[0], *command[1:]]
    try:
        return ptyprocess.PtyProcess.spawn(program, str(folder), dict(env), dimensions=size)
    except (OSError, ptyprocess.PtyProcessError) as error:
        raise StartError(f"pos.command {command[0]!r}: {error}") from None
