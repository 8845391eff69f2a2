"""The physical state of a printer: everything that decides what it prints and what it says."""

from dataclasses import dataclass
from enum import Enum

from emulators.printer.events import StateChanged


class Trouble(Enum):
    """An error by its cause, and how it goes away.

    ``auto``: with its cause. ``recoverable``: with DLE ENQ, once the cause is removed.
    ``unrecoverable``: with a repair. Source: Epson TM-T88III specification p. 84; APG, DLE ENQ.
    """

    HEAT = ("heat", "auto")
    COVER = ("cover", "auto")
    COVER_LATCHED = ("cover", "recoverable")  # models set so (Epson APG, memory switch 8-8)
    JAM = ("jam", "recoverable")
    CUTTER = ("cutter", "recoverable")
    HEAD = ("head", "unrecoverable")

    @property
    def severity(self) -> str:
        """How it goes away."""
        return self.value[1]


_SEVERITY = ("none", "auto", "recoverable", "unrecoverable")


@dataclass(frozen=True, slots=True)
class Condition:
    """The printer as it is, whether it knows or not.

    ``paper_gone`` is what there is, ``paper_out`` what the sensor says: ``sensor`` is works, or the
    reading that it is stuck at (present, out). ``head_noticed``: the printer knows that the head
    does not work, and finds it out again after each power-on. ``contrast`` is the share of the dots
    that still burn; ``dead_dots`` are columns from the left that never do. ``held``: what keeps it
    offline (button, service, a command). ``stops_at_near_end``: ESC c 4 has told it to.
    """

    powered: bool = True
    cover_open: bool = False
    paper_gone: bool = False
    near_end: bool = False
    sensor: str = "works"
    paper_reversed: bool = False
    paper_jammed: bool = False
    cutter_jammed: bool = False
    head_works: bool = True
    head_noticed: bool = False
    contrast: float = 1.0
    dead_dots: frozenset[int] = frozenset()
    held: str = ""
    stops_at_near_end: bool = False
    drawer_open: bool = False
    drawer_stuck: bool = False
    troubles: frozenset[Trouble] = frozenset()

    @property
    def paper_out(self) -> bool:
        """What the paper end sensor says."""
        return self.paper_gone if self.sensor == "works" else self.sensor == "out"

    @property
    def paper_stops(self) -> bool:
        """Whether it stops for its paper: at the end, or already when that is near (ESC c 4)."""
        return self.paper_out or (self.near_end and self.stops_at_near_end)

    @property
    def error(self) -> str:
        """The worst error: none, auto, recoverable or unrecoverable."""
        return max((t.severity for t in self.troubles), key=_SEVERITY.index, default="none")

    @property
    def online(self) -> bool:
        """Takes commands from the buffer (Epson TRG: what makes the printer go offline)."""
        stopped = self.cover_open or self.paper_stops or self.held or self.troubles
        return self.powered and not stopped

    @property
    def paper(self) -> str:
        """What the paper sensors say."""
        if self.paper_out:
            return "out"
        return "near_end" if self.near_end else "ok"

    @property
    def burns_all(self) -> bool:
        """Whether every dot that is sent stands on the paper where it should."""
        whole = self.head_works and self.contrast >= 1.0 and not self.dead_dots
        return whole and not (self.paper_gone or self.paper_jammed or self.paper_reversed)

    def event(self, why: str) -> StateChanged:
        """What the History says of it."""
        return StateChanged(
            powered=self.powered,
            online=self.online,
            cover_open=self.cover_open,
            paper=self.paper,
            error=self.error,
            why=why,
        )
