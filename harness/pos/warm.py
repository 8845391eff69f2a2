"""Warm starts: a POS in Python is forked from a process that has imported what takes long.

``[pos] preload`` names the modules. Each start is a process of its own all the same, with fresh
memory, environment and data; what it does not share is the half second that importing takes.
"""

import asyncio
import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from harness.config import Config
from harness.pos.clock import PosClock

_ZYGOTE = Path(__file__).with_name("zygote.py")
_STOP_PATIENCE_S = 2.0


class WarmPos:
    """The process that the POS is forked from. One start at a time; close it when done.

    Args:
        command: the POS's: a Python interpreter, then a script or folder (or ``-m`` and a
            module), then arguments.
        modules: what to import beforehand.
        folder: where the POS is started.
        env: the environment at that time.
    """

    def __init__(
        self, command: Sequence[str], modules: Sequence[str], folder: Path, env: Mapping[str, str]
    ) -> None:
        self.command = tuple(command)
        self._own = tempfile.TemporaryDirectory(prefix="tillproof-warm-")
        self.clock: PosClock | None = PosClock(Path(self._own.name), command, dict(env), folder)
        self.why_not_clock = self.clock.why_not()
        if self.why_not_clock is not None:
            self.clock = None
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        interpreter, script, *arguments = command
        script = script if script == "-m" else str(folder / script)
        words = (str(theirs.fileno()), json.dumps(list(modules)), script)
        with theirs:
            self._process = subprocess.Popen(
                (interpreter, str(_ZYGOTE), *words, *arguments),
                env={
                    **env,
                    "TMPDIR": self._own.name,
                    **({} if self.clock is None else self.clock.environment()),
                },
                cwd=folder,
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def fork(self, env: Mapping[str, str], folder: Path, given: Sequence[int]) -> int:
        """Start the POS; says its process id. Raises OSError when the process has gone."""
        message = json.dumps({"env": dict(env), "folder": str(folder)}).encode()
        socket.send_fds(self._line, [message], list(given))
        answer = self._line.recv(32)
        if not answer:
            raise ConnectionResetError(f"pos.preload: it ended with {self._process.wait()}")
        return int(answer)

    def close(self) -> None:
        """End it."""
        self._line.close()
        try:
            self._process.wait(_STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self.clock is not None:
            self.clock.close()
        self._own.cleanup()


def warm_pos(config: Config) -> WarmPos | None:
    """What the POS is forked from, when it is in Python and says what to import.

    None too for a command with names in braces: those are known at each start only; for options of
    the interpreter's; and for a POS that is given a terminal.
    """
    command = config.command()
    if not config.preload() or not hasattr(os, "pidfd_open"):
        return None
    if config.pos.driver not in ("stdio", "http") or len(command) < 2:
        return None
    if any("{" in word for word in command) or (command[1].startswith("-") and command[1] != "-m"):
        return None
    own = {name: value for name, value in config.pos.env.items() if "{" not in value}
    return WarmPos(command, config.preload(), config.folder.resolve(), {**os.environ, **own})


class ForkedTransport(asyncio.SubprocessTransport):
    """What asyncio has for a child, for one that another process has forked."""

    def __init__(self, protocol: asyncio.SubprocessProtocol) -> None:
        super().__init__()
        self._protocol = protocol
        self._pid = 0
        self._status: int | None = None
        self._stdin: asyncio.WriteTransport | None = None
        self._pipes: list[asyncio.BaseTransport] = []
        self._open = {1, 2}  # its standard output and error

    @classmethod
    async def start(
        cls,
        warm: WarmPos,
        protocol: asyncio.SubprocessProtocol,
        env: Mapping[str, str],
        folder: Path,
    ) -> "ForkedTransport":
        """Fork it and connect its pipes. Raises OSError."""
        made = cls(protocol)
        (their_in, own_in), (own_out, their_out) = os.pipe(), os.pipe()
        (own_err, their_err), (own_end, their_end) = os.pipe(), os.pipe()
        theirs = (their_in, their_out, their_err, their_end)
        try:
            made._pid = warm.fork(env, folder, theirs)
        finally:
            for one in theirs:
                os.close(one)
        loop = asyncio.get_running_loop()
        stdin, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(own_in, "wb", 0))
        made._stdin = stdin
        protocol.connection_made(made)
        for number, one in ((1, own_out), (2, own_err), (0, own_end)):
            reads = partial(_Pipe, made, number)
            pipe, _ = await loop.connect_read_pipe(reads, os.fdopen(one, "rb", 0))
            made._pipes.append(pipe)
        return made

    def heard(self, number: int, data: bytes) -> None:
        """Bytes of standard output (1) or error (2), or the exit status (0)."""
        if number:
            self._protocol.pipe_data_received(number, data)
        else:
            self._status = int(data)
            self._protocol.process_exited()
            self._end_when_over()

    def closed(self, number: int) -> None:
        """A pipe has closed."""
        if number:
            self._open.discard(number)
            self._protocol.pipe_connection_lost(number, None)
            self._end_when_over()

    def _end_when_over(self) -> None:
        """As asyncio does: the connection is lost when the process and both pipes have ended."""
        if self._status is not None and not self._open:
            self._protocol.connection_lost(None)

    def get_pid(self) -> int:
        """Its process id."""
        return self._pid

    def get_returncode(self) -> int | None:
        """Its exit status, when it has ended."""
        return self._status

    def get_pipe_transport(self, fd: int) -> asyncio.BaseTransport | None:
        """The way to its standard input."""
        return self._stdin if fd == 0 else None

    def close(self) -> None:
        """Let go of its pipes."""
        for one in (*self._pipes, *([self._stdin] if self._stdin else [])):
            one.close()


class _Pipe(asyncio.Protocol):
    """One pipe of a forked POS."""

    def __init__(self, transport: ForkedTransport, number: int) -> None:
        self._transport, self._number = transport, number

    def data_received(self, data: bytes) -> None:
        self._transport.heard(self._number, data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._transport.closed(self._number)
