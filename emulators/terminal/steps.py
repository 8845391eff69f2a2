"""What a command of the till is made of, one step after the other."""

from collections.abc import Generator
from dataclasses import dataclass

from emulators.acquirer.dialects.base import Message
from emulators.terminal.apdu import Apdu


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the host; the step's value is the answer, None when none came."""

    message: Message


@dataclass(frozen=True, slots=True)
class Tell:
    """A unit to the till, which acknowledges it. ``last``: the command ends with it."""

    unit: Apdu
    last: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """It is decided; from here on the till can be told."""

    result: int
    trace: str = ""
    amount_minor: int = 0


Job = Generator[Ask | Tell | Ended, Message | None, None]
Question = Generator[Ask | Tell | Ended, Message | None, bool]  # whether that was done
