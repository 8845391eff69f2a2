"""*Sometimes* properties: recovery paths that a campaign must have seen, or it is no evidence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from emulators.acquirer.events import Dropped, Request
from emulators.events import Event
from emulators.faults.events import FaultCleared, FaultFired
from emulators.history import of
from emulators.printer.events import LineBurnt
from harness.checks.patterns import Patterns, compile_patterns
from harness.checks.views.settings import settings
from harness.events import PosStarted, Returned

Sees = Callable[[Sequence[Event]], bool]
_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Mark:
    """A recovery path. ``faults``: those that must bring it about when they are tried."""

    sentence: str
    faults: tuple[str, ...]
    sees: Sees


def _asked(name: str) -> Sees:
    return lambda events: any(name in one.names for _, one in of(events, Request))


def _duplicate(events: Sequence[Event]) -> bool:
    config = settings(events)
    patterns = compile_patterns(config.receipt, config.acquirer.currency)
    return any(_is_mark(line.line_text, patterns) for _, line in of(events, LineBurnt))


@lru_cache(_KEPT)
def _is_mark(text: str, patterns: Patterns) -> bool:
    """Most lines of a campaign's slips come up in each run."""
    return patterns.duplicate.search(text) is not None


def _late(events: Sequence[Event]) -> bool:
    """An answer that left although its exchange had been given up: the fault struck, and ended."""
    return any(fired.fault == "host.late_response" for _, fired in of(events, FaultFired))


def _queued(events: Sequence[Event]) -> bool:
    return any(one.receipt == "queued" for _, one in of(events, Returned))


MARKS: Mapping[str, Mark] = {
    "reversal": Mark(
        "a reversal was sent", ("host.request_lost", "host.response_lost"), _asked("reversal")
    ),
    "upload": Mark("a batch was uploaded", ("host.settlement_mismatch",), _asked("upload")),
    "reprint": Mark(
        "a slip came out marked as a duplicate",
        ("printer.power_cut", "printer.paper_out", "printer.link.down"),
        _duplicate,
    ),
    "late": Mark("an answer came late", ("host.late_response",), _late),
    "lost": Mark(
        "a message was lost",
        ("host.request_lost", "host.response_lost"),
        lambda events: any(of(events, Dropped)),
    ),
    "restart": Mark(
        "the POS was started again",
        ("pos.kill",),
        lambda events: any(one.start > 1 for _, one in of(events, PosStarted)),
    ),
    "mended": Mark(
        "a fault stood and was mended",
        ("printer.paper_out", "host.down", "printer.link.down", "acquirer.link.down"),
        lambda events: any(of(events, FaultCleared)),
    ),
    "queued": Mark("a receipt waited for its printer", ("printer.paper_out",), _queued),
}


def seen_marks(events: Sequence[Event]) -> tuple[str, ...]:
    """The names of the recovery paths that a History shows."""
    return tuple(name for name, mark in MARKS.items() if mark.sees(events))


def missing_marks(seen: Iterable[str], tried: Iterable[str]) -> tuple[str, ...]:
    """Sentences on what a campaign that tried these faults should have seen and did not."""
    have, faults = set(seen), set(tried)
    return tuple(
        f"never seen: {mark.sentence}"
        for name, mark in MARKS.items()
        if name not in have and faults & set(mark.faults)
    )
