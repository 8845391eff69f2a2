"""What the operator asked of the POS, and what the POS made of it in the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harness.checks.views.calls import Call

DECIDED = ("approved", "declined", "failed")
_MONEY = ("sale", "void", "refund")


@dataclass(frozen=True, slots=True)
class Told:
    """At event ``seq`` the cashier learnt ``outcome``."""

    seq: int
    t_ms: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A sale, void or refund that the operator wants, with all the calls that asked for it.

    ``tender`` of a void is its sale's; ``amount_minor`` too.
    """

    method: str
    reference: str
    amount_minor: int | None
    currency: int | None
    tender: str
    calls: tuple[Call, ...]
    told: tuple[Told, ...] = ()

    @property
    def seq(self) -> int:
        """The event that asked for it first."""
        return self.calls[0].seq

    @property
    def outcome(self) -> str:
        """The last decided answer; before one: pending or unknown."""
        decided = [told.outcome for told in self.told if told.outcome in DECIDED]
        return (decided or [told.outcome for told in self.told] or ["unknown"])[-1]

    @property
    def decided(self) -> bool:
        """Whether the outcome is known."""
        return self.outcome in DECIDED

    @property
    def approved(self) -> bool:
        """Whether the cashier was ever told that the goods may leave."""
        return self.approved_seq is not None

    @property
    def approved_seq(self) -> int | None:
        """The event that first told so."""
        return next((told.seq for told in self.told if told.outcome == "approved"), None)

    @property
    def card(self) -> bool:
        """Whether it is paid by card."""
        return self.tender != "cash"

    @property
    def traces(self) -> tuple[str, ...]:
        """The trace numbers that the POS answered."""
        return tuple(dict.fromkeys(filter(None, (call.said("trace") for call in self.calls))))

    @property
    def rrns(self) -> tuple[str, ...]:
        """The retrieval references that the POS answered."""
        return tuple(dict.fromkeys(filter(None, (call.said("rrn") for call in self.calls))))

    @property
    def events(self) -> tuple[int, ...]:
        """The events that asked and answered."""
        return tuple(sorted({*(c.seq for c in self.calls), *(told.seq for told in self.told)}))

    def during(self, seq: int) -> bool:
        """Whether a call for it was open at event ``seq``."""
        return any(call.open_at(seq) for call in self.calls)

    def __str__(self) -> str:
        """Such as ``sale A1``."""
        return f"{self.method} {self.reference}"


def operations(calls: Sequence[Call]) -> tuple[Operation, ...]:
    """The money operations in order. The same sale again in an open batch is the same one."""
    groups = [_operation(group) for group in _groups(calls)]
    groups = [_like_its_sale(one, groups) for one in groups]
    return tuple(_with_told(one, groups, calls) for one in groups)


def _groups(calls: Sequence[Call]) -> Iterator[tuple[Call, ...]]:
    groups: list[list[Call]] = []
    latest: dict[tuple[object, ...], list[Call]] = {}
    for call in calls:
        if call.method == "settle" and call.outcome == "settled":
            latest = {key: group for key, group in latest.items() if not _settled(group)}
        elif call.method in _MONEY and call.status != "not_applicable":
            key = (call.method, call.reference, call.amount_minor, call.tender)
            if key not in latest:
                latest[key] = []
                groups.append(latest[key])
            latest[key].append(call)
    return (tuple(group) for group in groups)


def _settled(group: Sequence[Call]) -> bool:
    """Whether a settlement ends it: then the same call again is a new sale."""
    return group[-1].outcome in DECIDED


def _operation(group: tuple[Call, ...]) -> Operation:
    first = group[0]
    return Operation(
        first.method, first.reference, first.amount_minor, first.currency, first.tender, group
    )


def _like_its_sale(one: Operation, groups: Iterable[Operation]) -> Operation:
    if one.method != "void":
        return one
    sale = sale_of(one, groups)
    if sale is None:
        return one
    return replace(one, amount_minor=sale.amount_minor, currency=sale.currency, tender=sale.tender)


def sale_of(void: Operation, groups: Iterable[Operation]) -> Operation | None:
    """The sale that a void is about: the latest of its reference before it."""
    sales = [
        one
        for one in groups
        if one.method == "sale" and one.reference == void.reference and one.seq < void.seq
    ]
    return max(sales, key=lambda one: one.seq, default=None)


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
    """
    open_ones = [
        other
        for other in groups
        if other.reference == one.reference
        and other.seq < status.seq
        and any(call.outcome not in DECIDED for call in other.calls)
    ]
    return bool(open_ones) and max(open_ones, key=lambda other: other.seq) is one
