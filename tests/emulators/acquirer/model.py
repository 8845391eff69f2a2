"""A second opinion on the books: a few dicts, written from the contract and not from the host."""

from collections.abc import Iterator
from dataclasses import dataclass, field

DEBITS = ("purchase", "completion")
CREDITS = ("void", "refund", "completion_void")
VOIDS = {"purchase": "void", "preauth": "preauth_void", "completion": "completion_void"}
MOST_PERCENT = 115  # of a pre-authorisation that may be completed
Key = tuple[int, int]  # batch and trace number


@dataclass
class Paid:
    """What a trace number stands for in the model."""

    kind: str
    amount_minor: int
    stands: bool = True
    of: int = 0  # the original's trace, of a void, completion or linked refund
    of_batch: int = 0
    day: int = 0  # the business date on which it was booked

    @property
    def is_money(self) -> bool:
        return self.stands and self.kind in DEBITS + CREDITS


@dataclass
class Model:
    """One terminal's batches by number; trace numbers run on over all of them."""

    open_batch: int = 1
    batches: dict[int, dict[int, Paid]] = field(default_factory=lambda: {1: {}})
    buried: set[Key] = field(default_factory=set)  # reversed before they came

    @property
    def now(self) -> dict[int, Paid]:
        return self.batches[self.open_batch]

    def get(self, key: Key) -> Paid:
        return self.batches[key[0]][key[1]]

    def figures(self, number: int) -> tuple[int, int, int, int]:
        """Debits and credits of a batch: number, amount, number, amount."""
        standing = [item for item in self.batches[number].values() if item.stands]
        debits = [item.amount_minor for item in standing if item.kind in DEBITS]
        credits_ = [item.amount_minor for item in standing if item.kind in CREDITS]
        return len(debits), sum(debits), len(credits_), sum(credits_)

    def about(self, key: Key, kind: str) -> Iterator[tuple[Key, Paid]]:
        """What stands of that kind and names ``key``."""
        for number, items in self.batches.items():
            for trace, item in items.items():
                if item.stands and item.kind == kind and (item.of_batch, item.of) == key:
                    yield (number, trace), item

    def given_back(self, batch: int, trace: int, kind: str) -> int:
        """What standing voids or refunds of a sale have given back."""
        return sum(item.amount_minor for _, item in self.about((batch, trace), kind))

    def is_voided(self, key: Key) -> bool:
        kind = VOIDS.get(self.get(key).kind)
        return kind is not None and any(self.about(key, kind))

    def is_completed(self, key: Key) -> bool:
        """Whether a completion of it stands that is not voided itself."""
        return any(not self.is_voided(found) for found, _ in self.about(key, "completion"))

    def is_free(self, key: Key) -> bool:
        """Whether it stands and nothing has been made of it."""
        return self.get(key).stands and not self.is_voided(key) and not self.is_completed(key)

    def void_code(self, key: Key) -> str:
        """What its void is answered with, in a batch where it may come."""
        if not self.get(key).stands:
            return "25"
        return "00" if self.is_free(key) and not self.given_back(*key, "refund") else "12"

    def completion_code(self, key: Key, amount_minor: int) -> str:
        if not self.get(key).stands:
            return "25"
        if not self.is_free(key):
            return "12"
        return "00" if amount_minor <= self.get(key).amount_minor * MOST_PERCENT // 100 else "13"

    def may_void(self, trace: int) -> bool:
        return self.void_code((self.open_batch, trace)) == "00"

    def refundable_minor(self, batch: int, trace: int) -> int:
        sale = self.batches[batch][trace]
        if not sale.stands or self.is_voided((batch, trace)):
            return 0
        return sale.amount_minor - self.given_back(batch, trace, "refund")

    def reversal_code(self, batch: int, trace: int) -> str:
        code = self.reversal_peek(batch, trace)
        if code == "25":
            self.buried.add((batch, trace))
        elif code == "00":
            self.batches[batch][trace].stands = False
        return code

    def reversal_peek(self, batch: int, trace: int) -> str:
        """What a reversal is answered with, and nothing done."""
        item = self.batches[batch].get(trace)
        if item is None:
            return "25"
        settled = not self.is_free((batch, trace)) or self.has_moved_on(item)
        return "94" if item.stands and settled else "00"

    def has_moved_on(self, item: Paid) -> bool:
        """Whether the pre-authorisation of a completion that was voided is not free any more."""
        if item.kind != "completion_void":
            return False
        completion = self.batches[item.of_batch][item.of]
        return not self.is_free((completion.of_batch, completion.of))

    def is_late(self, today: int) -> bool:
        """Whether money of an earlier business date stands in the open batch."""
        return any(item.is_money and item.day < today for item in self.now.values())

    def next_batch(self) -> None:
        self.open_batch += 1
        self.batches[self.open_batch] = {}
