"""All that a POS in the bench's process has of the world: calls, lines, timers, disk, log.

The POS is a class. ``Till(world)`` is one life of it; ``till.start()`` begins that life and
``till.call(number, method, params)`` asks for something. Whatever it does it does by its ``world``,
and returns: nothing in it may wait, start a thread or ask the machine for the time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from emulators.clock import Timer
from emulators.links.memory import Caller, Dialled
from harness.pos.protocol import Json, Params
from harness.virtual.disk import MemoryDisk


class Till(Protocol):
    """A life of the POS."""

    def start(self) -> None:
        """The program begins."""

    def call(self, number: int, method: str, params: Params) -> None:
        """The operator asks for something; ``hello`` and ``shutdown`` come this way, too."""


class Gate(Protocol):
    """What stands between the world and one life of the POS."""

    def enter(self, action: Callable[[], None]) -> None:
        """Do something in the POS: not when it is dead, later when it stands still."""

    def now(self) -> datetime:
        """The POS's wall clock."""

    def later(self, delay_s: float, action: Callable[[], None]) -> Timer:
        """Do something in the POS, in a while."""

    def dial(self, url: str, caller: Caller) -> Dialled:
        """Connect. Raises ValueError for an address that the bench did not give."""

    def say(self, number: int, message: Mapping[str, Json]) -> None:
        """A part of a JSON-RPC answer."""

    def log(self, text: str) -> None:
        """A line to the log."""

    def leave(self, status: int) -> None:
        """This life ends."""


class World:
    """What one life of a POS is given.

    ``environ`` holds the variables of the contract (section 1.1). ``disk`` outlives the life.
    """

    def __init__(self, environ: Mapping[str, str], disk: MemoryDisk, gate: Gate) -> None:
        self.environ, self.disk, self._gate = environ, disk, gate

    def now(self) -> datetime:
        """The POS's local date and time, without a zone."""
        return self._gate.now()

    def after(self, delay_s: float, callback: Callable[[], None]) -> Timer:
        """Call back once; ``cancel()`` of the result calls it off."""
        return self._gate.later(delay_s, callback)

    def connect(self, url: str, caller: Caller) -> Dialled:
        """Connect to a device; ``caller`` is told what becomes of it, never before this returns.

        The result takes bytes (``write``) and is closed by ``hang_up``. Raises ValueError for an
        address that the bench did not give.
        """
        return self._gate.dial(url, _Gated(caller, self._gate))

    def answer(self, number: int, result: Mapping[str, Json]) -> None:
        """The answer to the call of that number."""
        self._gate.say(number, {"result": dict(result)})

    def refuse(self, number: int, code: int, message: str) -> None:
        """An error instead, as JSON-RPC has it: -32601 for a method that the POS lacks."""
        self._gate.say(number, {"error": {"code": code, "message": message}})

    def log(self, text: str) -> None:
        """A line to what is the standard error of other POS."""
        self._gate.log(text)

    def exit(self, status: int = 0) -> None:
        """The program ends, as it should after ``shutdown``."""
        self._gate.leave(status)


class _Gated:
    """A caller who hears nothing when dead, and later when standing still."""

    def __init__(self, caller: Caller, gate: Gate) -> None:
        self._caller, self._gate = caller, gate

    def line_up(self) -> None:
        self._gate.enter(self._caller.line_up)

    def line_said(self, data: bytes) -> None:
        self._gate.enter(lambda: self._caller.line_said(data))

    def line_room(self) -> None:
        self._gate.enter(self._caller.line_room)

    def line_down(self, why: str) -> None:
        self._gate.enter(lambda: self._caller.line_down(why))
