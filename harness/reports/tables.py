"""Operations with their answers, and the books, as rows for a reader."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from emulators.acquirer.events import BooksBatch, BooksEntry
from emulators.events import Event
from emulators.history import of
from harness.events import Invoked, Returned
from harness.reports.chinese import in_chinese
from harness.reports.sentences import Speaker
from harness.reports.values import in_words

_NO_OPERATIONS = ("hello", "status", "acknowledge", "shutdown")
_NUMBERS = ("trace", "rrn", "auth_code", "batch")


@dataclass(frozen=True, slots=True)
class OperationRow:
    """What the cashier asked and what the till answered; ``answer`` '' when it did not."""

    seq: int
    t_s: float
    asked: str
    repeat: bool
    answer: str = ""
    receipt: str = ""
    numbers: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TransactionRow:
    """One transaction of the books; ``course`` are its changes, oldest first, with their events."""

    batch: str
    trace: str
    kind: str
    amount: str
    rrn: str
    course: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What became of a batch last; its totals are known when it is closed."""

    seq: int
    batch: str
    state: str
    how: str
    date: str
    debits: str
    credits: str


def operations(events: Sequence[Event], say: Speaker) -> list[OperationRow]:
    """The calls of the workload, in order."""
    answers = {answer.operation: answer for _, answer in of(list(events), Returned)}
    return [
        _operation(event, asked, None if asked.repeat else answers.get(asked.operation), say)
        for event, asked in of(list(events), Invoked)
        if asked.method not in _NO_OPERATIONS
    ]


def _operation(event: Event, asked: Invoked, answer: Returned | None, say: Speaker) -> OperationRow:
    method, tender = in_words(asked.method, say.lang), in_words(asked.tender, say.lang)
    words = (method, say.money(asked.amount_minor), tender, asked.reference)
    what = " ".join(word for word in words if word)
    t_s = event.t_ms / 1000
    if answer is None:
        return OperationRow(event.seq, t_s, what, asked.repeat)
    reason = answer.reason or _fields(answer.result).get("reason", "")
    return OperationRow(
        event.seq,
        t_s,
        what,
        asked.repeat,
        in_words(answer.outcome or answer.status, say.lang),
        in_words(answer.receipt, say.lang),
        _numbers(answer.result, say.lang),
        in_chinese(reason) if say.lang == "zh" else reason,
    )


def _fields(result: str) -> dict[str, str]:
    """The texts of an answer; a till may answer anything."""
    try:
        content = json.loads(result) if result else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: value for name, value in content.items() if isinstance(value, str)}


def _numbers(result: str, lang: str) -> str:
    found = _fields(result)
    return " · ".join(
        f"{in_words(name, lang)} {found[name]}" for name in _NUMBERS if found.get(name)
    )


def transactions(events: Sequence[Event], say: Speaker) -> list[TransactionRow]:
    """The books, one row a transaction, in the order in which they came in."""
    seen: dict[tuple[str, str, str], list[tuple[Event, BooksEntry]]] = {}
    for event, entry in of(list(events), BooksEntry):
        seen.setdefault((entry.terminal, entry.batch, entry.trace), []).append((event, entry))
    return [_transaction(own, say) for own in seen.values()]


def _transaction(own: list[tuple[Event, BooksEntry]], say: Speaker) -> TransactionRow:
    last = own[-1][1]
    course = tuple((event.seq, in_words(entry.change, say.lang)) for event, entry in own)
    amount = say.money(last.amount_minor)
    kind = in_words(last.kind_of, say.lang)
    return TransactionRow(last.batch, last.trace, kind, amount, last.rrn, course)


def batches(events: Sequence[Event], say: Speaker) -> list[BatchRow]:
    """The batches as they stood last."""
    last = {batch.batch: (event, batch) for event, batch in of(list(events), BooksBatch)}
    return [_batch(event, batch, say) for event, batch in last.values()]


def _batch(event: Event, batch: BooksBatch, say: Speaker) -> BatchRow:
    debits = f"{batch.debits_count} × {say.money(batch.debits_minor)}"
    credit = f"{batch.credits_count} × {say.money(batch.credits_minor)}"
    totals = (debits, credit) if batch.state == "closed" else ("", "")
    state, how = in_words(batch.state, say.lang), in_words(batch.how, say.lang)
    return BatchRow(event.seq, batch.batch, state, how, batch.business_date, *totals)
