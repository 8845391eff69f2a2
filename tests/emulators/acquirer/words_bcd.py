"""The words of a till in ``unionpay``, with keys and authentication codes."""

import iso8583

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.unionpay_till import CARD, Terminal, reference_mac
from tests.emulators.acquirer.words import FAMILIES, Ask, Heard, Named, Words


class Bcd(Words):
    """``unionpay``."""

    has_keys = True
    reversal_mtis = ("0400",)
    wrong_amount = "64"
    reversed_kinds = tuple(kind for kind in FAMILIES if kind != "refund")
    comes_again = ("refund",)

    def __init__(self) -> None:
        super().__init__()
        self.terminal = Terminal()

    def dialect(self) -> Dialect:
        return dialect("unionpay")

    @property
    def till(self) -> Terminal:
        self.terminal.batch = f"{self.batch:06d}"
        return self.terminal

    def mti(self, message: bytes) -> str:
        return message[13:15].hex()

    def again(self, message: bytes) -> bytes:
        """The same message, its MAC (when it has one) under the keys of now."""
        if not message[22] & 1:  # the last bit of the bitmap: DE 64
            return message
        mac = reference_mac(self.terminal.mac_key, message[13:-8])
        return message[:-8] + bytes.fromhex(mac)

    def sign_on(self, ask: Ask) -> None:
        for _ in range(2):
            self.terminal.take_keys(self.till.read(ask(self.till.sign_on("003", self.draw()))))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        return self.till.money("purchase", trace, amount_minor)

    def hold(self, trace: int, amount_minor: int) -> bytes:
        return self.till.money("preauth", trace, amount_minor)

    def about(self, kind: str, trace: int, amount_minor: int, of: Named) -> bytes:
        """A completion names the approval code, as terminals do; the others the reference."""
        named: dict[int, str | None] = {37: of.rrn}
        if kind in ("completion", "preauth_void"):
            named = {38: of.auth_code}
        return self.till.money(kind, trace, amount_minor, named)

    def reversal(self, trace: int, amount_minor: int, kind: str, mti: str = "0400") -> bytes:
        return self.till.money(kind, trace, amount_minor, {39: "98"}, mti)

    def settle(self, totals: Totals) -> tuple[bytes, int]:
        trace = self.draw()
        return self.till.settle(trace, totals), trace

    def upload(self, trace: int, amount_minor: int, kind: str, rrn: str) -> tuple[bytes, int]:
        if kind in ("refund", "completion", "completion_void"):
            return self.till.money(kind, trace, amount_minor, {37: rrn}, "0320"), trace
        number = self.draw()
        return self.till.upload(number, [(trace, CARD, amount_minor)]), number

    def close(self, count: int) -> tuple[bytes, int]:
        trace = self.draw()
        return self.till.end(trace, count, "202"), trace

    def read(self, frame: bytes) -> Heard | None:
        before = len(self.terminal.wrong_macs)
        try:
            answer = self.terminal.read(len(frame).to_bytes(2) + frame)
        except iso8583.DecodeError:
            return None
        if len(self.terminal.wrong_macs) > before:
            return None
        said = [answer.get(n, "") for n in ("11", "41", "4", "39", "37", "38")]
        said[3] = said[3] or _verdict(answer["48"])
        return Heard(*said)


def _verdict(totals: str) -> str:
    results = totals[30] + totals[61]
    return "00" if results == "11" else "95" if "2" in results else "96"
