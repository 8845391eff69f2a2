"""When a device was out of order, and when the POS had a signal of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from emulators.acquirer.events import HostState
from emulators.events import Event
from emulators.faults.events import FaultFired
from emulators.links.events import Closed, LinkState
from emulators.printer.events import Replied, StateChanged
from emulators.sifted import having
from harness.checks.views.calls import Call
from harness.checks.views.operations import MONEY
from harness.checks.views.trouble import Moment, in_trouble


@dataclass(frozen=True, slots=True)
class Outage:
    """A device (``printer`` or ``acquirer``) out of order; ``until`` is None to the run's end.

    ``signal``: when the POS was first told, None if never. A broken line tells it, an answer of the
    printer that says so, and a call that it could not do: it must have tried.
    """

    device: str
    since: Moment
    until: Moment | None
    signal: Moment | None


def outages(events: Sequence[Event], calls: Sequence[Call]) -> tuple[Outage, ...]:
    """The outages of each part of the bench, each from its first bad state to its next good one."""
    states = list(having(events, StateChanged, LinkState, HostState))
    return tuple(
        _noticed(one, calls)
        for name in dict.fromkeys(event.device for event in states)
        for device, broken in _PARTS
        if name.startswith(device)
        for one in _of([event for event in states if event.device == name], events, device, broken)
    )


def _noticed(outage: Outage, calls: Sequence[Call]) -> Outage:
    """The outage with a signal by a call that failed for it, where that came first."""
    until = outage.until.seq if outage.until is not None else None
    for call in calls:
        within = call.seq > outage.since.seq and (until is None or (call.returned_seq or 0) < until)
        if within and call.returned_seq is not None and _fell_through(call, outage.device):
            noticed = Moment(call.returned_seq, call.returned_t_ms or 0.0)
            if outage.signal is None or noticed.seq < outage.signal.seq:
                return replace(outage, signal=noticed)
            return outage
    return outage


def _fell_through(call: Call, device: str) -> bool:
    """Whether the answer says that something was not done for which the device is needed."""
    if call.method not in MONEY or call.status != "ok":
        return False
    if device == "printer":
        return call.receipt in ("failed", "queued")
    return call.tender != "cash" and call.outcome in ("failed", "pending")


def _printer(event: Event) -> bool | None:
    """Whether the event says that the printer is out of order; None when it says nothing of it."""
    return in_trouble(event.payload) if isinstance(event.payload, StateChanged) else None


def _line(event: Event) -> bool | None:
    return event.payload.state != "up" if isinstance(event.payload, LinkState) else None


def _host(event: Event) -> bool | None:
    return not event.payload.up if isinstance(event.payload, HostState) else None


_PARTS: tuple[tuple[str, Callable[[Event], bool | None]], ...] = (
    ("printer", _printer),
    ("printer", _line),
    ("acquirer", _line),
    ("acquirer", _host),
)


def _of(
    own: Sequence[Event],
    events: Sequence[Event],
    device: str,
    broken: Callable[[Event], bool | None],
) -> list[Outage]:
    """The outages that the events of one device (``own``) tell of."""
    found: list[Outage] = []
    since: Event | None = None
    for event in own:
        state = broken(event)
        if state and since is None:
            since = event
        elif state is False and since is not None:
            found.append(_outage(events, device, since, event))
            since = None
    return found + ([_outage(events, device, since, None)] if since is not None else [])


def _outage(events: Sequence[Event], device: str, since: Event, until: Event | None) -> Outage:
    # A line's connections are hung up just before its state is recorded.
    first = max((e.seq for e in having(events, FaultFired) if e.seq < since.seq), default=0)
    last = until.seq if until is not None else len(events) + 1
    number = "2" if since.device.startswith(f"{device}2") else ""
    signs = (e for e in having(events, Replied, Closed) if first < e.seq < last)
    signal = next((e for e in signs if _signals(e, device, number)), None)
    return Outage(
        device,
        Moment(since.seq, since.t_ms),
        None if until is None else Moment(until.seq, until.t_ms),
        None if signal is None else Moment(signal.seq, signal.t_ms),
    )


def _signals(event: Event, device: str, number: str) -> bool:
    """Whether it tells the POS of trouble with that device; ``number`` 2: with the second."""
    if event.device.removesuffix(".link") != f"{device}{number}":
        return False
    match event.payload:
        case Replied(trouble=bad):
            return bad and device == "printer"
        case Closed(by="fault"):
            return True
    return False
