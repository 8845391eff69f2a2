"""Batch totals: what a settlement compares. Integer minor units, never floats."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["debit", "credit", "none"]


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers and amounts of debits (sales) and credits (voids, refunds).

    As a total every figure is zero or more; as the movement that a journal row makes, any may be
    negative. ISO 8583:1987 has them in DE 76, 88 (debits) and DE 74, 86 (credits).
    """

    debits_count: int = 0
    debits_minor: int = 0
    credits_count: int = 0
    credits_minor: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.debits_count + other.debits_count,
            self.debits_minor + other.debits_minor,
            self.credits_count + other.credits_count,
            self.credits_minor + other.credits_minor,
        )

    def __bool__(self) -> bool:
        """Whether anything is in them (two movements of amount zero still count)."""
        return self != NOTHING

    @property
    def net_minor(self) -> int:
        """What the merchant is owed: debits less credits."""
        return self.debits_minor - self.credits_minor


NOTHING = Totals()


def one(side: Side, amount_minor: int) -> Totals:
    """The totals of a single transaction on that side."""
    if side == "debit":
        return Totals(debits_count=1, debits_minor=amount_minor)
    if side == "credit":
        return Totals(credits_count=1, credits_minor=amount_minor)
    return NOTHING
