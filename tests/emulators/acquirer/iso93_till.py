"""A terminal of ISO 8583:1993, written without the host's codec: pyiso8583, sizes changed."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import iso8583
from iso8583.specs import default_ascii

from emulators.acquirer.totals import NOTHING, Totals

CARD = "4111111111111111"


def _spec() -> dict[str, dict[str, Any]]:
    spec: dict[str, dict[str, Any]] = deepcopy(dict(default_ascii))
    for number, size in {12: 12, 22: 12, 24: 3, 25: 4, 30: 24, 39: 3}.items():
        spec[str(number)] |= {"len_type": 0, "max_len": size}
    spec["56"] |= {"len_type": 2, "max_len": 35}
    return spec


SPEC = _spec()


@dataclass(frozen=True)
class Till93:
    """Makes messages of one terminal; ``change`` sets elements, None takes one out."""

    terminal: str = "TP000001"
    batch: str = "000001"

    def frame(self, mti: str, trace: int, change: dict[int, str | None]) -> bytes:
        own: dict[int, str | None] = {
            7: "0105090000",
            11: f"{trace:06d}",
            12: "260105090000",
            41: self.terminal,
            42: "TILLPROOF000001",
        }
        elements = {str(n): v for n, v in (own | change).items() if v is not None}
        raw = bytes(iso8583.encode({"t": mti, **elements}, SPEC)[0])
        return len(raw).to_bytes(2) + raw

    def network(self, function: str, trace: int = 900) -> bytes:
        return self.frame("1804", trace, {24: function})

    def money(
        self,
        mti: str,
        trace: int,
        amount_minor: int,
        function: str = "200",
        code: str = "000000",
        change: dict[int, str | None] | None = None,
    ) -> bytes:
        own: dict[int, str | None] = {
            2: CARD,
            3: code,
            4: f"{amount_minor:012d}",
            24: function,
            49: "156",
            60: self.batch,
        }
        return self.frame(mti, trace, own | (change or {}))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        more: dict[int, str | None] = {14: "3012", 22: "210101210120"}
        return self.money("1200", trace, amount_minor, change=more)

    def reversal(self, trace: int, amount_minor: int, of: int = 0, mti: str = "1420") -> bytes:
        """``of``: the original's trace number in DE 56; without one DE 11 is the original's."""
        named = f"1200{of:06d}260105090000" if of else None
        more = {25: "4021", 56: named}
        return self.money(mti, trace, amount_minor, "400", change=more)

    def reconcile(self, trace: int, totals: Totals = NOTHING) -> bytes:
        figures = {
            74: f"{totals.credits_count:010d}",
            76: f"{totals.debits_count:010d}",
            86: f"{totals.credits_minor:016d}",
            88: f"{totals.debits_minor:016d}",
        }
        return self.frame("1500", trace, {24: "500", 60: self.batch, **figures})

    def close(self, trace: int) -> bytes:
        return self.frame("1520", trace, {24: "500", 60: self.batch})


def read(raw: bytes) -> dict[str, str]:
    """An answer with its length."""
    found, _ = iso8583.decode(raw[2:], SPEC)
    return dict(found)
