"""The physical state of a printer, and what each effect makes of it: a table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from emulators.history import Effect
from emulators.printer import effects
from emulators.printer.events import StateChanged


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything that decides whether rows can go by, and what status says of it.

    ``error`` is none, auto (goes when its cause is mended), recoverable (needs DLE ENQ) or
    unrecoverable (needs repair). ``head_works`` False: no dot burns; ``head_noticed``: the printer
    knows it, and finds it out again after each power-on.
    """

    powered: bool = True
    cover_open: bool = False
    paper_out: bool = False
    near_end: bool = False
    error: str = "none"
    head_works: bool = True
    head_noticed: bool = False

    @property
    def online(self) -> bool:
        """Takes commands from the buffer (Epson TRG: what makes the printer go offline)."""
        stopped = self.cover_open or self.paper_out or self.error != "none"
        return self.powered and not stopped

    @property
    def paper(self) -> str:
        """What the paper sensors say."""
        if self.paper_out:
            return "out"
        return "near_end" if self.near_end else "ok"

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


class Change(NamedTuple):
    """What an effect makes of the condition. ``why`` names it in ``printer.state``."""

    why: str
    after: Callable[[Condition], Condition]


def _power_cycled(before: Condition) -> Condition:
    """Errors are gone, but for a broken head that the self-test finds."""
    return replace(before, powered=True, error="unrecoverable" if before.head_noticed else "none")


def _new_head(before: Condition) -> Condition:
    """A power cycle with a head that works."""
    return _power_cycled(replace(before, head_works=True, head_noticed=False))


PAPER_ENDED = Change("paper_out", lambda c: replace(c, paper_out=True, near_end=True))
NEAR_END = Change("near_end", lambda c: replace(c, near_end=True))
COVER_OPENED_WHILE_PRINTING = Change(
    "cover_open", lambda c: replace(c, cover_open=True, error=_worse(c.error, "auto"))
)
HEAD_FAILED_UNREPORTED = Change("head_failed", lambda c: replace(c, head_works=False))
RECOVERED = Change("recovered", lambda c: replace(c, error="none"))
CHANGES: MappingProxyType[type[Effect], Change] = MappingProxyType(
    {
        effects.LoadPaper: Change(
            "paper_loaded", lambda c: replace(c, paper_out=False, near_end=False)
        ),
        effects.OpenCover: Change("cover_open", lambda c: replace(c, cover_open=True)),
        effects.CloseCover: Change(
            "cover_closed", lambda c: replace(c, cover_open=False, error=_without_auto(c.error))
        ),
        effects.FailHead: Change(
            "head_failed",
            lambda c: replace(c, head_works=False, head_noticed=True, error="unrecoverable"),
        ),
        effects.ReplaceHead: Change("head_replaced", _new_head),
        effects.PowerOff: Change("power_off", lambda c: replace(c, powered=False, error="none")),
        effects.PowerOn: Change("power_on", _power_cycled),
    }
)

_SEVERITY = ("none", "auto", "recoverable", "unrecoverable")


def _worse(one: str, other: str) -> str:
    return max(one, other, key=_SEVERITY.index)


def _without_auto(error: str) -> str:
    return "none" if error == "auto" else error
