"""The messages that a till sends, in ``iso87-ascii``."""

from dataclasses import dataclass

from emulators.acquirer.dialects.base import Message
from emulators.acquirer.dialects.iso87 import Iso87
from emulators.acquirer.totals import NOTHING, Totals

CARD = "4111111111111111"
OTHER_CARD = "5555555555554444"
KINDS = {"purchase": "000000", "void": "020000", "refund": "200000"}
DIALECT = Iso87()


@dataclass(frozen=True)
class Till:
    """Makes messages of one terminal; ``change`` sets elements, None takes one out."""

    terminal: str = "TP000001"
    batch: str = "000001"
    merchant: str = "TILLPROOF000001"

    def message(self, mti: str, trace: int, change: dict[int, str | None]) -> bytes:
        common: dict[int, str | None] = {
            7: "0105090000",
            11: f"{trace:06d}",
            12: "090000",
            13: "0105",
            41: self.terminal,
            42: self.merchant,
        }
        elements = {n: v for n, v in (common | change).items() if v is not None}
        return DIALECT.encode(Message(mti, elements))

    def network(self, code: str, trace: int = 900) -> bytes:
        return self.message("0800", trace, {70: code})

    def money(
        self,
        mti: str,
        kind: str,
        trace: int,
        amount_minor: int,
        card: str = CARD,
        change: dict[int, str | None] | None = None,
    ) -> bytes:
        own: dict[int, str | None] = {
            2: card,
            3: KINDS[kind],
            4: f"{amount_minor:012d}",
            49: "156",
            60: self.batch,
        }
        return self.message(mti, trace, own | (change or {}))

    def sale(
        self,
        trace: int,
        amount_minor: int,
        card: str = CARD,
        change: dict[int, str | None] | None = None,
    ) -> bytes:
        own: dict[int, str | None] = {14: "3012", 22: "051", 25: "00"}
        return self.money("0200", "purchase", trace, amount_minor, card, own | (change or {}))

    def void(self, trace: int, amount_minor: int, rrn: str, card: str = CARD) -> bytes:
        return self.money("0200", "void", trace, amount_minor, card, {37: rrn})

    def refund(
        self, trace: int, amount_minor: int, rrn: str | None = None, card: str = CARD
    ) -> bytes:
        return self.money("0200", "refund", trace, amount_minor, card, {14: "3012", 37: rrn})

    def reversal(
        self,
        trace: int,
        amount_minor: int,
        kind: str = "purchase",
        mti: str = "0400",
        card: str = CARD,
    ) -> bytes:
        return self.money(mti, kind, trace, amount_minor, card)

    def settle(self, trace: int, totals: Totals = NOTHING) -> bytes:
        figures = {
            74: f"{totals.credits_count:010d}",
            76: f"{totals.debits_count:010d}",
            86: f"{totals.credits_minor:016d}",
            88: f"{totals.debits_minor:016d}",
        }
        return self.message("0500", trace, {3: "920000", 60: self.batch, **figures})

    def upload(
        self, trace: int, amount_minor: int, kind: str = "purchase", rrn: str = "600500000001"
    ) -> bytes:
        change: dict[int, str | None] = {37: rrn, 38: "123456", 49: None}
        return self.money("0320", kind, trace, amount_minor, change=change)

    def close(self, trace: int) -> bytes:
        return self.message("0500", trace, {3: "960000", 60: self.batch})
