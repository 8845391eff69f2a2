"""The words of a till in ``iso93``."""

import iso8583

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.iso93_till import Till93, read
from tests.emulators.acquirer.words import FAMILIES, Ask, Heard, Named, Words

_FAMILY_CODES = {"purchase": "000000", "void": "020000", "refund": "200000"}
_ACCEPTED = ("000", "300", "400", "500", "800")
_CODES = {
    "100": "05",
    "110": "13",
    "501": "95",
    "902": "12",
    "906": "90",
    "907": "91",
    "909": "96",
    "911": "68",
    "913": "94",
    "914": "25",
    "915": "77",
}
_AUTHORISATIONS = ("preauth", "preauth_void")


class Iso93Words(Words):
    """``iso93``: reversals name the trace number in DE 11."""

    reversal_mtis = ("1420", "1421", "1400", "1401")

    def dialect(self) -> Dialect:
        return dialect("iso93")

    @property
    def till(self) -> Till93:
        return Till93(batch=f"{self.batch:06d}")

    def mti(self, message: bytes) -> str:
        return message[2:6].decode()

    def sign_on(self, ask: Ask) -> None:
        for _ in range(2):
            ask(self.till.network("801", self.draw()))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        return self.till.sale(trace, amount_minor)

    def hold(self, trace: int, amount_minor: int) -> bytes:
        return self.till.money("1100", trace, amount_minor, "100")

    def about(self, kind: str, trace: int, amount_minor: int, of: Named) -> bytes:
        """A void, refund or completion of what it names."""
        mti, function = ("1100", "100") if kind in _AUTHORISATIONS else ("1200", "200")
        function = {"completion": "202", "completion_void": "201"}.get(kind, function)
        code = _FAMILY_CODES[FAMILIES[kind]]
        return self.till.money(mti, trace, amount_minor, function, code, {37: of.rrn})

    def reversal(self, trace: int, amount_minor: int, kind: str, mti: str = "1420") -> bytes:
        code = _FAMILY_CODES[FAMILIES[kind]]
        return self.till.money(mti, trace, amount_minor, "400", code, {25: "4021"})

    def settle(self, totals: Totals) -> tuple[bytes, int]:
        trace = self.draw()
        return self.till.reconcile(trace, totals), trace

    def upload(self, trace: int, amount_minor: int, kind: str, rrn: str) -> tuple[bytes, int]:
        code, change = _FAMILY_CODES[FAMILIES[kind]], {37: rrn, 49: None}
        return self.till.money("1324", trace, amount_minor, "301", code, change), trace

    def close(self, count: int) -> tuple[bytes, int]:
        del count
        trace = self.draw()
        return self.till.close(trace), trace

    def read(self, frame: bytes) -> Heard | None:
        """None for what no till may take."""
        try:
            answer = read(len(frame).to_bytes(2) + frame)
        except iso8583.DecodeError:
            return None
        said = [answer.get(n, "") for n in ("11", "41", "4", "39", "37", "38")]
        said[3] = "00" if said[3] in _ACCEPTED else _CODES.get(said[3], said[3])
        return Heard(*said)
