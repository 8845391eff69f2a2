"""What a scenario that did not hold has left behind: paper, books, and what the till says of it.

Checks and steps say what was expected; this says what was there, whichever of them speaks.
"""

import json
from collections.abc import Iterator, Sequence

from emulators.history import of
from harness.checks.evidence import Evidence
from harness.checks.views.books import Transaction
from harness.checks.views.slips import Piece
from harness.events import Returned
from harness.pos.misfits import misfits
from harness.pos.protocol import Json

_MOST = 6  # slips and transactions; the latest tell most
_ENDED = {"cut": "cut off", "tear": "torn off", "roll": "the roll ended in it", "open": "not cut"}


def left_behind(seen: Evidence) -> tuple[str, ...]:
    """On paper, in the books, the till's last status; and what it gave no usable answer to."""
    return (
        "on paper: " + _joined([_slip(seen, piece) for piece in seen.pieces]),
        "in the books: " + _joined([_row(seen, one) for one in seen.books.transactions]),
        "the till said: " + _status(seen),
        *_unanswered(seen),
        *_misfits(seen),
    )


def _joined(words: Sequence[str]) -> str:
    if not words:
        return "nothing"
    before = len(words) - _MOST
    return "; ".join([*([f"{before} before"] if before > 0 else []), *words[-_MOST:]])


def _slip(seen: Evidence, piece: Piece) -> str:
    slip, reading = piece.slip, piece.reading
    total = reading.total_minor
    words = [
        f"slip {slip.number}{'' if slip.device == 'printer' else f' of {slip.device}'}",
        f"{reading.copy_of} copy" if piece.sort == "receipt" else piece.sort,
        "whole" if piece.whole else "not whole",
        _ENDED.get(slip.ended_by, slip.ended_by),
        "" if total is None else seen.money(total),
        f"trace {reading.trace}" if reading.trace else "",
        "marked as a duplicate" if reading.duplicate else "",
    ]
    return ", ".join(filter(None, words))


def _row(seen: Evidence, one: Transaction) -> str:
    course = " → ".join(row.entry.change for row in one.rows)
    return f"trace {one.entry.trace}, {one.kind} {seen.money(one.entry.amount_minor)}, {course}"


def _status(seen: Evidence) -> str:
    for _, answer in reversed(list(of(seen.events, Returned))):
        if answer.method == "status" and answer.status == "ok":
            return ", ".join(_words(answer.result)) or "nothing"
    return "nothing of its status"


def _unanswered(seen: Evidence) -> Iterator[str]:
    """The first call without a usable answer: what came later may come of it."""
    for _, answer in of(seen.events, Returned):
        if answer.status in ("unknown", "error") and answer.reason:
            yield f"no usable answer to {answer.method}: {answer.reason}"
            return


def _misfits(seen: Evidence) -> Iterator[str]:
    """What answers say that the contract does not know, once for each call and field."""
    found: dict[str, None] = {}
    for _, answer in of(seen.events, Returned):
        if answer.status == "ok":
            wrong = misfits(answer.method, _object(answer.result))
            found |= dict.fromkeys(f"the answer to {answer.method}: {one}" for one in wrong)
    yield from list(found)[:_MOST]


def _object(text: str) -> dict[str, Json]:
    """A till may answer anything: what is no object says nothing."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _words(result: str) -> Iterator[str]:
    status = _object(result)
    if not status:
        return
    yield "ready" if status.get("ready") is True else "not ready"
    yield from (f"{name} {status[name]}" for name in ("printer", "acquirer") if name in status)
    pending = status.get("pending")
    waiting = pending.items() if isinstance(pending, dict) else ()
    yield from (f"{count} {what} pending" for what, count in waiting if count)
    alerts = status.get("alerts")
    yield from (f'alert "{text}"' for text in alerts if text) if isinstance(alerts, list) else ()
