"""Which transaction in the books belongs to which operation."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulators.acquirer.kinds import KINDS
from harness.checks.views.books import Books, Key, Transaction
from harness.checks.views.operations import Operation, sale_of
from harness.checks.views.wire import Message

_SURE_SIGNS = 6
_KINDS = {
    "sale": ("purchase",),
    "void": tuple(name for name, kind in KINDS.items() if kind.undoes),
    "refund": ("refund",),
    "preauth": ("preauth",),
    "completion": ("completion",),
}


@dataclass(frozen=True)
class Accounts:
    """The books beside the operations."""

    owners: dict[Key, Operation]
    transactions: tuple[Transaction, ...]
    operations: tuple[Operation, ...] = ()

    def owner(self, transaction: Transaction) -> Operation | None:
        """The operation that asked for it; None when nobody did."""
        return self.owners.get(transaction.key)

    def of(self, operation: Operation) -> tuple[Transaction, ...]:
        """Every transaction that the POS made for it, whatever became of them."""
        mine = (one for one in self.transactions if self.owners.get(one.key) is not None)
        return tuple(one for one in mine if self.owners[one.key] is operation)

    def reversed_for(self, void: Operation) -> tuple[Transaction, ...]:
        """What was reversed for a void that is none in the books (contract: a void by reversal).

        The sale stood when the void was asked for, and does not stand any more.
        """
        sale = sale_of(void, self.operations) if void.method == "void" else None
        if sale is None or self.of(void):
            return ()
        return tuple(one for one in self.of(sale) if one.booked_at(void.seq) and not one.booked)


def accounts(
    operations: Sequence[Operation], books: Books, messages: Sequence[Message]
) -> Accounts:
    """Match them: by what the POS answered, then by when the request came and its amount."""
    arrived: dict[Key, int] = {}
    for message in messages:
        if message.financial:
            arrived.setdefault(message.key, message.seq)
    owners: dict[Key, Operation] = {}
    ordered = sorted(books.transactions, key=lambda one: bool(one.undoes))
    for one in ordered:
        seq = min(arrived.get(one.key, one.seq), one.seq)
        owner = _voided_by(one, owners, operations) or _owner(one, seq, operations)
        if owner is not None:
            owners[one.key] = owner
    return Accounts(owners, books.transactions, tuple(operations))


def _voided_by(
    void: Transaction, owners: dict[Key, Operation], operations: Sequence[Operation]
) -> Operation | None:
    """The operation that voids the sale which ``void`` names."""
    named = void.entry
    sale = owners.get((named.terminal, named.original_batch or named.batch, named.original_trace))
    if not void.undoes or sale is None:
        return None
    same = [one for one in operations if one.method == "void" and one.seq > sale.seq]
    return next((one for one in same if one.reference == sale.reference), None)


def _owner(one: Transaction, seq: int, operations: Sequence[Operation]) -> Operation | None:
    able = [op for op in operations if one.kind in _KINDS[op.method] and op.seq < seq]
    best = max(able, key=lambda op: _fit(one, op, seq), default=None)
    if best is None or not any(_fit(one, best, seq)[:_SURE_SIGNS]):
        return None
    return best


def _fit(one: Transaction, op: Operation, seq: int) -> tuple[bool | int, ...]:
    """How well they fit, the surest sign first. Among equals the latest operation is the one.

    A host that knows a key of the till's own knows nothing of the trace number that was told.
    """
    amount = op.amount_minor == one.entry.amount_minor
    open_then = op.during(seq)
    return (
        bool(one.entry.rrn) and one.entry.rrn in op.rrns,
        _named(one, op) and (amount or open_then),
        amount and open_then,
        amount and op.card and op.undecided_at(seq),
        amount and op.card and not (op.traces and one.has_trace_number),
        open_then,
        op.seq,
    )


def _named(one: Transaction, op: Operation) -> bool:
    """Whether the till told its trace number; a key of its own may end with that."""
    key = one.key[2]
    own = () if one.has_trace_number else op.traces
    return key in op.traces or any(key.endswith(trace) for trace in own)
