"""The operator at the terminal: what is typed while a device is served."""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable

from emulators.errors import TillproofError
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Nemesis

HELP = "fault NAME[:param=value,…][@trigger] · mend [NAME] · status · quit"
LINE_BYTES = 4096


Later = Callable[[], str]  # what is said when it has been found out, on any thread


class Operator:
    """Obeys lines.

    ``keys`` are short words and the line that each stands for; ``aside`` has something found out
    on another thread, and said.
    """

    def __init__(
        self,
        nemesis: Nemesis,
        status: Callable[[], str | Later],
        keys: dict[str, str],
        say: Callable[[str], None],
        stop: Callable[[], None],
        aside: Callable[[Later], None],
    ) -> None:
        self._nemesis, self._status, self._keys = nemesis, status, keys
        self._say, self._stop, self._aside = say, stop, aside

    def obey(self, line: str) -> None:
        """Do what one line says; a mistake in it is told and no more."""
        words = " ".join(line.split())
        verb, _, rest = self._keys.get(words, words).partition(" ")
        try:
            self._do(verb, rest)
        except TillproofError as error:
            self._say(str(error))

    def _do(self, verb: str, rest: str) -> None:
        match verb:
            case "":
                return
            case "fault":
                self._nemesis.arm(parse_fault(rest))
            case "mend":
                count = self._nemesis.mend(rest)
                self._say(f"{count} mended" if count else "nothing to mend")
            case "status":
                found = self._status()
                if isinstance(found, str):
                    self._say(found)
                else:
                    self._aside(found)
            case "quit":
                self._stop()
            case _:
                self._say(f"say one of: {' · '.join([*self._keys, HELP])}")


def say_later(loop: asyncio.AbstractEventLoop, say: Callable[[str], None], find_out: Later) -> None:
    """Find something out on a thread of its own, and say it on the loop, if that still runs."""

    def work() -> None:
        try:
            found = find_out()
        except TillproofError as error:
            found = str(error)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(say, found)

    threading.Thread(target=work, name="status", daemon=True).start()


def listen_to_terminal(
    operator: Operator, loop: asyncio.AbstractEventLoop, end: contextlib.ExitStack
) -> None:
    """Obey what is typed, when standard input is a terminal and ours to read from."""
    fd = _terminal()
    if fd is None:
        return

    def typed() -> None:
        data = _read(fd)
        for line in data.decode("utf-8", "replace").splitlines():
            operator.obey(line)
        if not data:
            loop.remove_reader(fd)

    loop.add_reader(fd, typed)
    end.callback(loop.remove_reader, fd)


def _read(fd: int) -> bytes:
    """What was typed; nothing at the end of it, or when the terminal is gone."""
    try:
        return os.read(fd, LINE_BYTES)
    except OSError:
        return b""


def _terminal() -> int | None:
    try:
        fd = sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):  # no standard input, or a closed one
        return None
    return fd if os.isatty(fd) and _in_front(fd) else None


def _in_front(fd: int) -> bool:
    """Whether we may read: a program in the background that reads its terminal is stopped."""
    try:
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:  # a terminal without job control
        return True
