"""Worker processes that are forked from one that has everything imported, where that can be had.

The zygote is started at the first worker and stays for the next ones, of whichever run: a worker
costs milliseconds then, not the second that its imports take. Elsewhere, and when the zygote fails,
each worker is started afresh.
"""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

ZYGOTE = (sys.executable, "-m", "harness.bdd.worker_zygote")
AFRESH = (sys.executable, "-m", "harness.bdd.worker")
FORKS = hasattr(os, "pidfd_open")
STARTS_WITH = ("PYTHON", "LANG", "LC_")
STOP_PATIENCE_S = 2.0


class Started(Protocol):
    """A worker process: what is used of ``subprocess.Popen``."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    @property
    def returncode(self) -> int | None:
        """Its exit status, once it was waited for."""

    def poll(self) -> int | None:
        """Its exit status, when it has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""

    def terminate(self) -> None:
        """SIGTERM."""

    def kill(self) -> None:
        """SIGKILL."""


class Forked:
    """A child of the zygote's. ``end``: the descriptor that its exit status comes from."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes], end: int) -> None:
        self._pid, self._end = pid, end
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def __del__(self) -> None:
        os.close(self._end)

    def poll(self) -> int | None:
        """Its exit status, when it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        over = select.poll()
        over.register(self._end, select.POLLIN)
        if self.returncode is None and not over.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired(AFRESH, timeout or 0)
        with self._lock:
            if self.returncode is None:
                # Nothing stands there when the zygote was killed: then so was what it had forked.
                self.returncode = int(os.read(self._end, 32) or -signal.SIGKILL)
        return self.returncode

    def terminate(self) -> None:
        """SIGTERM."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)


class Zygote:
    """The process that workers are forked from; ``env``: what it is started with."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.settings = settings_of(env)
        self._used = False
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                (*ZYGOTE, str(theirs.fileno())),
                env={**env, "OPENBLAS_NUM_THREADS": "1"},  # what is forked has no other threads
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )

    def fork(self, env: Mapping[str, str]) -> Forked:
        """A worker with pipes to its standard input and output. Raises OSError."""
        pipes = [os.pipe() for _ in range(3)]
        (their_in, stdin), (stdout, their_out), (end, their_end) = pipes
        try:
            pid = self._fork(env, (their_in, their_out, 2, their_end))
        except BaseException:
            for one in (stdin, stdout, end):
                os.close(one)
            raise
        finally:
            for one in (their_in, their_out, their_end):
                os.close(one)
        return Forked(pid, os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"), end)

    def _fork(self, env: Mapping[str, str], given: Sequence[int]) -> int:
        message = json.dumps({"env": dict(env), "folder": str(Path.cwd())}).encode()
        self._used = True
        socket.send_fds(self._line, [message], given)
        answer = self._line.recv(32)
        if not answer:
            raise ConnectionResetError("the zygote of the workers has ended")
        return int(answer)

    def close(self) -> None:
        """End it; what it has forked goes on."""
        self._line.close()
        if not self._used:
            self._process.kill()  # it may be in the middle of its imports
        try:
            self._process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def settings_of(env: Mapping[str, str]) -> dict[str, str]:
    """What Python reads of its environment when it starts, and not again."""
    return {name: value for name, value in env.items() if name.startswith(STARTS_WITH)}


_lock = threading.Lock()
_held: list[Zygote] = []


def start_worker() -> Started:
    """A worker process: forked where that can be had, else afresh."""
    env = _env()
    if FORKS:
        with contextlib.suppress(OSError), _lock:
            return _fork(env)
    return subprocess.Popen(AFRESH, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def get_ready() -> None:
    """Let the zygote import what workers need, while this process goes on."""
    if FORKS:
        with contextlib.suppress(OSError), _lock:
            _zygote(_env())


def _env() -> dict[str, str]:
    # Optimised code has no assertions, and the steps, the user's as well, are made of them.
    return {name: value for name, value in os.environ.items() if name != "PYTHONOPTIMIZE"}


def _fork(env: Mapping[str, str]) -> Forked:
    """A zygote that did not answer, or was not waited for, is not asked again."""
    try:
        return _zygote(env).fork(env)
    except BaseException:
        let_go()
        raise


def _zygote(env: Mapping[str, str]) -> Zygote:
    """The one there is; another when Python is to start otherwise."""
    if _held and _held[0].settings != settings_of(env):
        let_go()
    if not _held:
        _held.append(Zygote(env))
    return _held[0]


@atexit.register
def let_go() -> None:
    """End the zygote, if there is one."""
    while _held:
        _held.pop().close()
