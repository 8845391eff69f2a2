"""The calls to the POS: each asked, and answered or not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from emulators.events import Event
from emulators.sifted import having
from harness.events import Invoked, Returned


@dataclass(frozen=True, slots=True)
class Call:
    """One press of a key, asked at event ``seq``; ``returned_seq`` is None when unanswered."""

    operation: int
    method: str
    reference: str
    amount_minor: int | None
    currency: int | None
    tender: str
    seq: int
    t_ms: float
    status: str = ""
    outcome: str = ""
    receipt: str = ""
    result: Mapping[str, object] | None = None
    returned_seq: int | None = None
    returned_t_ms: float | None = None

    def said(self, name: str) -> str:
        """A field of the answer when it is a text, '' otherwise."""
        value = (self.result or {}).get(name)
        return value if isinstance(value, str) else ""

    def open_at(self, seq: int) -> bool:
        """Whether it was asked and not yet answered at event ``seq``."""
        return self.seq < seq and (self.returned_seq is None or seq < self.returned_seq)


def calls(events: Sequence[Event]) -> tuple[Call, ...]:
    """Every call in the order of asking. A repeated press is answered by the next answer."""
    found: list[Call] = []
    waiting: dict[int, list[int]] = {}
    for event in having(events, Invoked, Returned):
        if isinstance(event.payload, Invoked):
            waiting.setdefault(event.payload.operation, []).append(len(found))
            found.append(_call(event, event.payload))
        elif isinstance(event.payload, Returned) and waiting.get(event.payload.operation):
            place = waiting[event.payload.operation].pop(0)
            found[place] = _answered(found[place], event, event.payload)
    return tuple(found)


def _call(event: Event, asked: Invoked) -> Call:
    return Call(
        asked.operation,
        asked.method,
        asked.reference,
        asked.amount_minor,
        asked.currency,
        asked.tender,
        event.seq,
        event.t_ms,
    )


def _answered(call: Call, event: Event, answer: Returned) -> Call:
    return replace(
        call,
        status=answer.status,
        outcome=answer.outcome,
        receipt=answer.receipt,
        result=_object(answer.result),
        returned_seq=event.seq,
        returned_t_ms=event.t_ms,
    )


def _object(text: str) -> dict[str, object]:
    """A JSON object; an empty one for anything else (the POS may answer what it likes)."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
