"""A second opinion on the books: a few dicts, written from the contract and not from the host."""

from dataclasses import dataclass, field


@dataclass
class Paid:
    """What a trace number stands for in the model."""

    kind: str
    amount_minor: int
    stands: bool = True
    of: int = 0  # the sale's trace, of a void or linked refund
    of_batch: int = 0
    day: int = 0  # the business date on which it was booked


@dataclass
class Model:
    """One terminal's batches by number; trace numbers run on over all of them."""

    open_batch: int = 1
    batches: dict[int, dict[int, Paid]] = field(default_factory=lambda: {1: {}})
    buried: set[tuple[int, int]] = field(default_factory=set)  # reversed before they came

    @property
    def now(self) -> dict[int, Paid]:
        return self.batches[self.open_batch]

    def figures(self, number: int) -> tuple[int, int, int, int]:
        """Debits and credits of a batch: number, amount, number, amount."""
        standing = [item for item in self.batches[number].values() if item.stands]
        debits = [item.amount_minor for item in standing if item.kind == "purchase"]
        credits_ = [item.amount_minor for item in standing if item.kind != "purchase"]
        return len(debits), sum(debits), len(credits_), sum(credits_)

    def given_back(self, batch: int, trace: int, kind: str) -> int:
        """What standing voids or refunds of a sale have given back."""
        return sum(
            item.amount_minor
            for items in self.batches.values()
            for item in items.values()
            if item.stands and item.kind == kind and (item.of_batch, item.of) == (batch, trace)
        )

    def may_void(self, trace: int) -> bool:
        sale = self.now[trace]
        given = self.given_back(self.open_batch, trace, "void")
        given += self.given_back(self.open_batch, trace, "refund")
        return sale.stands and not given

    def refundable_minor(self, batch: int, trace: int) -> int:
        sale = self.batches[batch][trace]
        if not sale.stands or self.given_back(batch, trace, "void"):
            return 0
        return sale.amount_minor - self.given_back(batch, trace, "refund")

    def reversal_code(self, batch: int, trace: int) -> str:
        item = self.batches[batch].get(trace)
        if item is None:
            self.buried.add((batch, trace))
            return "25"
        if item.stands and self.given_back(batch, trace, "void"):
            return "94"
        item.stands = False
        return "00"

    def reversal_peek(self, batch: int, trace: int) -> str:
        """What a reversal is answered with, and nothing done."""
        item = self.batches[batch].get(trace)
        if item is None:
            return "25"
        return "94" if item.stands and self.given_back(batch, trace, "void") else "00"

    def is_late(self, today: int) -> bool:
        """Whether money of an earlier business date stands in the open batch."""
        return any(item.stands and item.day < today for item in self.now.values())

    def next_batch(self) -> None:
        self.open_batch += 1
        self.batches[self.open_batch] = {}
