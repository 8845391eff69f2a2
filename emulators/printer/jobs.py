"""What the page hands to the mechanism, in order: the print buffer's far end."""

from dataclasses import dataclass

from emulators.events import Payload
from emulators.printer.dots import Packed
from emulators.printer.line import Line


@dataclass(frozen=True, slots=True)
class Feed:
    """Let rows go by."""

    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Rows of an image that is still coming in; the last of them come as a line."""

    rows: Packed


@dataclass(frozen=True, slots=True)
class CutPaper:
    """Cut where the paper is."""

    partial: bool


@dataclass(frozen=True, slots=True)
class Pulse:
    """Open the drawer at ``pin`` 2 or 5."""

    pin: int
    on_ms: int


@dataclass(frozen=True, slots=True)
class Buzz:
    """Sound the buzzer."""

    times: int


@dataclass(frozen=True, slots=True)
class Ask:
    """The device itself has to do something when everything before is done: answer, mostly."""

    name: str
    params: bytes
    conn: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing goes on for a time; ``button``: and not before somebody presses FEED."""

    seconds: float
    button: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the History when everything before is done."""

    payload: Payload


Job = Line | Band | Feed | CutPaper | Pulse | Buzz | Ask | Wait | Note
