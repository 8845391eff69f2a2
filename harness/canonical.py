"""The canonical History: what two runs of a deterministic POS have in common (docs/events.md).

Per device, in order. Left out are times, ports, process ids, connection numbers, and the pictures
and element values that depend on the wall clock. What a link carried is left to the devices at its
ends, which say what the bytes came to however they were cut; that a fault was armed is no event of
the bench, nor when the disk was flushed, which is seen at whatever event comes next. Repeated polls
are folded: a status that answers as the one before it did says nothing new. Which operation was
open when a device did something is left out as well: what a till does by itself meets the next key
press a moment earlier or later.
"""

import re
from collections.abc import Iterable
from dataclasses import fields

from emulators.events import Event
from emulators.faults.events import FaultArmed
from emulators.links.events import Altered, Answered, Delivered, Lost, Sent
from emulators.printer.events import Replied
from harness.events import PosFlushed, PosScreen

UNTOLD = (Sent, Delivered, Answered, Lost, Altered, FaultArmed, PosScreen, PosFlushed)
POLLS = ("status", "acknowledge", "hello")
NOT_ITSELF = ("bench",)
DROPPED = frozenset(
    (
        "conn",
        "how",
        "blob",
        "intended_dots",
        "burnt_dots",
        "byte_from",
        "byte_to",
        "fields",
        "waited_s",
        "operation",
        "data_hex",
        "lost_bytes",
        "settings",
        "status",
        "reason",
    )
)
_WALL = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d(?::\d\d)?|\b\d\d/\d\d(?:/\d\d)?\b")


def canonical(events: Iterable[Event]) -> dict[str, list[str]]:
    """The canonical History by device, an event a line."""
    devices: dict[str, list[str]] = {}
    for item in events:
        if item.device in NOT_ITSELF or isinstance(item.payload, UNTOLD) or _is_poll(item):
            continue
        lines = devices.setdefault(item.device, [])
        line = _line(item)
        if not lines or lines[-1] != line or not isinstance(item.payload, Replied):
            lines.append(line)
    return devices


def _is_poll(item: Event) -> bool:
    """Whether it is a question that the bench asks as often as time allows, or its answer."""
    if isinstance(item.payload, Replied):
        return item.payload.request.startswith("DLE EOT")
    return item.kind.startswith("operation.") and item.key in POLLS


def _line(item: Event) -> str:
    kept = [
        f"{field.name}={_text(getattr(item.payload, field.name))}"
        for field in fields(item.payload)
        if field.name not in DROPPED
    ]
    return f"{item.kind} {' '.join(kept)}"


def _text(value: object) -> str:
    return _WALL.sub("<wall>", str(value))


def difference(first: Iterable[Event], second: Iterable[Event]) -> str | None:
    """A sentence on where two runs part, or None when they have the same canonical History."""
    one, other = canonical(first), canonical(second)
    for device in sorted(one.keys() | other.keys()):
        left, right = one.get(device, []), other.get(device, [])
        for number, (a, b) in enumerate(zip(left, right, strict=False), start=1):
            if a != b:
                return f"{device}, event {number}: {a!r} here, {b!r} there"
        if len(left) != len(right):
            more, where = (left, "here") if len(left) > len(right) else (right, "there")
            extra = more[min(len(left), len(right))]
            return f"{device}, event {min(len(left), len(right)) + 1}: only {where}: {extra!r}"
    return None
