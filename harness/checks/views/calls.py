"""The calls to the POS: each asked, and answered or not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from emulators.events import Event
from emulators.quick import quick
from emulators.sifted import having
from harness.events import Invoked, Returned

_KEPT = 1024  # answers: a till often gives the same one


@quick
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
    card: str = ""  # the one that was presented, masked
    original: str = ""  # the reference of what is given back or taken

    def said(self, name: str) -> str:
        """A field of the answer when it is a text, '' otherwise."""
        value = (self.result or {}).get(name)
        return value if isinstance(value, str) else ""

    def open_at(self, seq: int) -> bool:
        """Whether it was asked and not yet answered at event ``seq``."""
        return self.seq < seq and (self.returned_seq is None or seq < self.returned_seq)


def calls(events: Sequence[Event]) -> tuple[Call, ...]:
    """Every call in the order of asking. A repeated press is answered by the next answer."""
    asked: list[tuple[Event, Invoked]] = []
    answers: dict[int, tuple[Event, Returned]] = {}  # by place among the calls
    waiting: dict[int, list[int]] = {}
    for event in having(events, Invoked, Returned):
        if isinstance(event.payload, Invoked):
            waiting.setdefault(event.payload.operation, []).append(len(asked))
            asked.append((event, event.payload))
        elif isinstance(event.payload, Returned) and waiting.get(event.payload.operation):
            answers[waiting[event.payload.operation].pop(0)] = event, event.payload
    return tuple(_call(*one, answers.get(place)) for place, one in enumerate(asked))


def _call(event: Event, asked: Invoked, returned: tuple[Event, Returned] | None) -> Call:
    call = (
        asked.operation,
        asked.method,
        asked.reference,
        asked.amount_minor,
        asked.currency,
        asked.tender,
        event.seq,
        event.t_ms,
    )
    card, original = _named(asked.params)
    if returned is None:
        return Call(*call, card=card, original=original)
    then, answer = returned
    result = _object(answer.result)
    told = (answer.status, answer.outcome, answer.receipt, result, then.seq, then.t_ms)
    return Call(*call, *told, card=card, original=original)


@lru_cache(_KEPT)
def _named(params: str) -> tuple[str, str]:
    """The card and the original."""
    told = _object(params)
    card = told.get("card")
    number = card.get("pan") if isinstance(card, dict) else None
    return str(number or ""), str(told.get("original") or "")


@lru_cache(_KEPT)
def _object(text: str) -> Mapping[str, object]:
    """A JSON object; empty for anything else (the POS may answer what it likes)."""
    try:
        value = json.loads(text)
    except ValueError:
        return MappingProxyType({})
    return MappingProxyType(value if isinstance(value, dict) else {})
