"""Which slip belongs to which operation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from harness.checks.reading import plain
from harness.checks.views.accounts import Accounts
from harness.checks.views.books import Transaction
from harness.checks.views.calls import Call
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece

_WORDS = {
    "void": r"\bVOID\b|撤销",
    "refund": r"\bREFUND\b|退货",
    "sale": r"\bSALE\b|消费",
    "preauth": r"\bPRE-?AUTH|预授权",
    "completion": r"\bCOMPLETION\b|预授权完成",
}
_SURE_SIGNS = 6
_KEPT = 4096  # slips of a campaign say the same in run after run


@dataclass(frozen=True)
class Receipts:
    """Every slip, and the operation that it is about (None: there is none)."""

    pairs: tuple[tuple[Piece, Operation | None], ...]

    def of(self, operation: Operation) -> tuple[Piece, ...]:
        """The slips about ``operation``, in the order of printing, waste and pieces included."""
        return tuple(piece for piece, owner in self.pairs if owner is operation)

    def whole(self, operation: Operation, copy_of: str) -> tuple[Piece, ...]:
        """Its whole receipts of one copy (``customer`` or ``merchant``), marked or not.

        Where slips of a card sale name the host's transaction, one that does not is the shop's own
        receipt of what was bought, and no copy.
        """
        own = [piece for piece in self.of(operation) if piece.whole and piece.sort == "receipt"]
        named = [piece for piece in own if piece.reading.references] if operation.card else []
        return tuple(piece for piece in named or own if piece.reading.copy_of == copy_of)


@dataclass
class _Matcher:
    """Gives out the slips in the order of printing."""

    operations: Sequence[Operation]
    accounts: Accounts
    reprints: Sequence[Call]
    served: set[tuple[int, str]] = field(default_factory=set)
    own: dict[int, tuple[Transaction, ...]] = field(default_factory=dict)  # by operation

    def owner(self, piece: Piece) -> Operation | None:
        text = _said(piece.slip.legible_text)
        able = [op for op in self.operations if op.seq < piece.slip.last.seq]
        fits = {op.seq: self._fit(piece, text, op) for op in able}
        best = max(able, key=lambda op: fits[op.seq], default=None)
        if best is None or not any(fits[best.seq][:_SURE_SIGNS]):
            return None
        if piece.original:
            self.served.add((best.seq, piece.reading.copy_of))
        return best

    def _fit(self, piece: Piece, text: str, op: Operation) -> tuple[bool | int, ...]:
        """How well they fit, the surest sign first; only the first six say anything by themselves.

        Of equals the one that still lacks this copy is meant, then the latest.
        """
        reading, own = piece.reading, self._transactions(op)
        same_trace = reading.trace in {*op.traces, *(one.key[2] for one in own)} - {""}
        batches = {one.key[1] for one in own}
        same_kind = reading.references == op.card
        amount = op.amount_minor is not None and reading.total_minor == op.amount_minor
        named = _mentions(text, op.reference)
        return (
            reading.rrn in {*op.rrns, *(one.entry.rrn for one in own)} - {""},
            same_trace and reading.batch in batches,
            same_trace,
            named and amount,
            amount and same_kind,
            named and same_kind,
            _is_called(text, op.method),
            same_kind,
            reading.duplicate and self._reprinted(piece) == op.reference,
            (op.seq, reading.copy_of) not in self.served,
            op.seq,
        )

    def _transactions(self, op: Operation) -> tuple[Transaction, ...]:
        if op.seq not in self.own:
            self.own[op.seq] = self.accounts.of(op) or self.accounts.reversed_for(op)
        return self.own[op.seq]

    def _reprinted(self, piece: Piece) -> str:
        asked = [call.reference for call in self.reprints if call.seq < piece.slip.seq]
        return asked[-1] if asked else ""


@lru_cache(_KEPT)
def _said(lines: tuple[str, ...]) -> str:
    """A slip's text as one line."""
    return " ".join(map(plain, lines))


@lru_cache(_KEPT)
def _is_called(text: str, method: str) -> bool:
    """Whether the text names that kind of operation."""
    return re.search(_WORDS[method], text, re.IGNORECASE) is not None


@lru_cache(_KEPT)
def _mentions(text: str, reference: str) -> bool:
    """Whether the operator's reference stands in the text as a whole word."""
    return bool(reference) and bool(
        re.search(rf"(?<![\w-]){re.escape(plain(reference))}(?![\w-])", text)
    )


def receipts(
    pieces: Sequence[Piece],
    operations: Sequence[Operation],
    accounts: Accounts,
    calls: Sequence[Call],
) -> Receipts:
    """Match every slip: by its references; where none can be read, by amount and time."""
    reprints = [call for call in calls if call.method == "reprint"]
    matcher = _Matcher(operations, accounts, reprints)
    return Receipts(tuple((piece, matcher.owner(piece)) for piece in pieces))
