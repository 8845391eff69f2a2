"""What the operator asked of the POS, and what the POS made of it in the end."""

from collections.abc import Iterable
from dataclasses import dataclass

from emulators.quick import quick
from harness.checks.views.calls import Call

MONEY = ("sale", "void", "refund", "preauth", "completion")  # the calls that ask for one
_VOIDABLE = ("sale", "preauth", "completion")
DECIDED = ("approved", "declined", "failed")


@quick
@dataclass(frozen=True, slots=True)
class Told:
    """At event ``seq`` the cashier learnt ``outcome``."""

    seq: int
    t_ms: float
    outcome: str


@quick
@dataclass(frozen=True, slots=True)
class Operation:
    """What the operator wants (one of ``MONEY``), with all the calls that asked for it.

    ``tender`` of a void is its sale's; ``amount_minor`` too. ``asked_again``: the same was asked
    once more after a settlement, as an operation of its own.
    """

    method: str
    reference: str
    amount_minor: int | None
    currency: int | None
    tender: str
    calls: tuple[Call, ...]
    told: tuple[Told, ...] = ()
    asked_again: bool = False

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
    def pan(self) -> str:
        """The number of the card that was presented, masked; '' of a void."""
        return self.calls[0].card

    @property
    def original(self) -> str:
        """The reference of what a refund or a completion is of; '' where none was named."""
        return self.calls[0].original

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

    def undecided_at(self, seq: int) -> bool:
        """Whether the cashier did not know its outcome yet at event ``seq``."""
        decided = (told.seq for told in self.told if told.outcome in DECIDED)
        return self.seq < seq < min(decided, default=seq + 1)

    def __str__(self) -> str:
        """Such as ``sale A1``."""
        return f"{self.method} {self.reference}"


def sale_of(void: Operation, groups: Iterable[Operation]) -> Operation | None:
    """The sale, or what else, that a void is about: the latest of its reference before it."""
    sales = [
        one
        for one in groups
        if one.method in _VOIDABLE and one.reference == void.reference and one.seq < void.seq
    ]
    return max(sales, key=lambda one: one.seq, default=None)
