"""Which calls ask for the same operation, and what was told of it in the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from harness.checks.views.books import Books
from harness.checks.views.calls import Call
from harness.checks.views.operations import DECIDED, MONEY, Operation, Told, sale_of


def operations(calls: Sequence[Call], books: Books) -> tuple[Operation, ...]:
    """The money operations in order. The same again in an open batch is the same operation."""
    groups = [_operation(group) for group in _groups(calls, books)]
    groups = [_like_its_sale(one, groups) for one in groups]
    return tuple(_with_told(one, groups, calls) for one in groups)


@dataclass(slots=True)
class _Group:
    """The calls for one operation so far."""

    calls: list[Call] = field(default_factory=list)
    over: bool = False  # its batch was settled: the same call again is a new operation
    asked_again: bool = False


def _groups(calls: Sequence[Call], books: Books) -> Iterator[_Group]:
    groups: list[_Group] = []
    latest: dict[tuple[object, ...], _Group] = {}
    for call in calls:
        if call.method == "settle" and call.outcome == "settled":
            for group in groups:
                group.over = True
        elif call.method in MONEY and call.status != "not_applicable":
            key = (call.method, call.reference, call.amount_minor, call.tender)
            held = latest.get(key)
            if held is None or (held.over and not _recalls(call, books)):
                latest[key] = _Group()
                groups.append(latest[key])
                if held is not None:
                    held.asked_again = True
            latest[key].calls.append(call)
    return iter(groups)


def _recalls(call: Call, books: Books) -> bool:
    """Whether the answer is that of a transaction which was there before the call."""
    rrn = call.said("rrn")
    return any(rrn and one.entry.rrn == rrn and one.seq < call.seq for one in books.transactions)


def _operation(group: _Group) -> Operation:
    first = group.calls[0]
    return Operation(
        first.method,
        first.reference,
        first.amount_minor,
        first.currency,
        first.tender,
        tuple(group.calls),
        asked_again=group.asked_again,
    )


def _like_its_sale(one: Operation, groups: Iterable[Operation]) -> Operation:
    if one.method != "void":
        return one
    sale = sale_of(one, groups)
    if sale is None:
        return one
    return replace(one, amount_minor=sale.amount_minor, currency=sale.currency, tender=sale.tender)


def _with_told(one: Operation, groups: Sequence[Operation], calls: Sequence[Call]) -> Operation:
    own = [_answer(call) for call in one.calls if call.returned_seq is not None]
    later = [
        told
        for call in calls
        if (told := _status_of(one, call)) is not None and _means(one, groups, call)
    ]
    return replace(one, told=tuple(sorted([*own, *later], key=lambda item: item.seq)))


def _answer(call: Call) -> Told:
    outcome = call.outcome if call.status == "ok" and call.outcome else "unknown"
    return Told(call.returned_seq or 0, call.returned_t_ms or 0.0, outcome)


def _status_of(one: Operation, status: Call) -> Told | None:
    """What a later ``status`` says of a reference, when it says anything."""
    outcomes = (status.result or {}).get("outcomes")
    if status.method != "status" or not isinstance(outcomes, dict) or status.seq < one.seq:
        return None
    outcome = outcomes.get(one.reference)
    if not isinstance(outcome, str) or status.returned_seq is None:
        return None
    return Told(status.returned_seq, status.returned_t_ms or 0.0, outcome)


def _means(one: Operation, groups: Sequence[Operation], status: Call) -> bool:
    """Whether ``status`` speaks of this one of the operations that share its reference.

    Only one that was answered ``pending`` or not at all is listed there; of several, the latest.
    A void without an answer whose sale was pending once leaves in doubt whose outcome it is.
    """
    open_ones = [
        other
        for other in groups
        if other.reference == one.reference
        and other.seq < status.seq
        and any(call.outcome not in DECIDED for call in other.calls)
    ]
    latest = max(open_ones, key=lambda other: other.seq, default=None)
    pended = [other for other in open_ones if any(c.outcome == "pending" for c in other.calls)]
    return latest is one and (latest in pended or not pended)
