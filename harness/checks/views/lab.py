"""What a real printer leaves open: lines that nobody has proved, and a bench that broke itself."""

from collections.abc import Iterator, Sequence

from emulators.events import Event
from emulators.history import of
from emulators.printer.events import Cut, DrawerPulse, LineBurnt, SlipEnded
from emulators.sifted import having
from harness.lab.events import DeedDone, LabReady, PrinterLost

_PAPER = (LineBurnt, Cut, SlipEnded, DrawerPulse)


def proven(events: Sequence[Event]) -> list[Event]:
    """The events without what nobody has proved."""
    return [e for e in events if e.certainty == "known" or not isinstance(e.payload, _PAPER)]


def unproven(events: Sequence[Event]) -> str:
    """Why checks of the paper may not decide, in a sentence; '' when everything is known."""
    count = len(events) - len(proven(events))
    if not count:
        return ""
    ready = [one for _, one in of(events, LabReady)]
    silent = any(one.proof == "none" for one in ready)
    why = "this printer proves nothing" if silent else "its proof of them did not come"
    return f"{count} events at the real printer are inferred: {why}. Look at the paper."


def bench_trouble(events: Sequence[Event]) -> Iterator[tuple[int, str]]:
    """What went wrong with the bench itself, by event: no POS is to be blamed for it."""
    for event in having(events, DeedDone, PrinterLost):
        match event.payload:
            case DeedDone(part=part, verb=verb, trouble=trouble) if trouble:
                yield event.seq, f"{part} {verb} was not done: {trouble}"
            case PrinterLost(why=why, back=False):
                yield event.seq, f"the real printer was lost: {why}"
