"""What a till says and hears, in ASCII and in BCD: the same words for the same wishes."""

from collections.abc import Callable
from dataclasses import dataclass

import iso8583

from emulators.acquirer.dialects.base import Dialect, MessageError
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.till import DIALECT, Till
from tests.emulators.acquirer.unionpay_till import CARD, Terminal, reference_mac

Ask = Callable[[bytes], bytes]
FIRST_NETWORK = 900_000


@dataclass(frozen=True)
class Heard:
    """What an answer says."""

    trace: str
    terminal: str
    amount: str
    code: str
    rrn: str


class Words:
    """A till that numbers its network messages apart. ``batch`` is the one of its next words."""

    has_keys = False
    reversal_mtis: tuple[str, ...] = ("0400", "0401")
    wrong_amount = "13"
    reversed_kinds: tuple[str, ...] = ("purchase", "void", "refund")

    def __init__(self) -> None:
        self.batch = 1
        self.network = FIRST_NETWORK

    def draw(self) -> int:
        self.network += 1
        return self.network


class Ascii(Words):
    """``iso87-ascii``."""

    def dialect(self) -> Dialect:
        return DIALECT

    @property
    def till(self) -> Till:
        return Till(batch=f"{self.batch:06d}")

    def mti(self, message: bytes) -> str:
        return message[2:6].decode()

    def again(self, message: bytes) -> bytes:
        """The same message, sent once more."""
        return message

    def sign_on(self, ask: Ask) -> None:
        for _ in range(2):  # the second one tells the merchant for certain
            ask(self.till.network("001", self.draw()))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        return self.till.sale(trace, amount_minor)

    def void(self, trace: int, amount_minor: int, rrn: str) -> bytes:
        return self.till.void(trace, amount_minor, rrn)

    def refund(self, trace: int, amount_minor: int, rrn: str) -> bytes:
        return self.till.refund(trace, amount_minor, rrn)

    def reversal(self, trace: int, amount_minor: int, kind: str, mti: str = "0400") -> bytes:
        return self.till.reversal(trace, amount_minor, kind, mti)

    def settle(self, totals: Totals) -> tuple[bytes, int]:
        trace = self.draw()
        return self.till.settle(trace, totals), trace

    def upload(self, trace: int, amount_minor: int, kind: str, rrn: str) -> tuple[bytes, int]:
        return self.till.upload(trace, amount_minor, kind, rrn), trace

    def close(self, count: int) -> tuple[bytes, int]:
        del count
        trace = self.draw()
        return self.till.close(trace), trace

    def read(self, frame: bytes) -> Heard | None:
        """None for what no till may take."""
        try:
            answer = DIALECT.decode(frame)
        except MessageError:
            return None
        return Heard(*(answer.get(n) for n in (11, 41, 4, 39, 37)))


class Bcd(Words):
    """``unionpay``, with keys and authentication codes."""

    has_keys = True
    reversal_mtis = ("0400",)
    wrong_amount = "64"
    reversed_kinds = ("purchase", "void")

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
        """The same message under the keys of now."""
        mac = reference_mac(self.terminal.mac_key, message[13:-8])
        return message[:-8] + bytes.fromhex(mac)

    def sign_on(self, ask: Ask) -> None:
        for _ in range(2):
            self.terminal.take_keys(self.till.read(ask(self.till.sign_on("003", self.draw()))))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        return self.till.money("purchase", trace, amount_minor)

    def void(self, trace: int, amount_minor: int, rrn: str) -> bytes:
        return self.till.money("void", trace, amount_minor, {37: rrn})

    def refund(self, trace: int, amount_minor: int, rrn: str) -> bytes:
        return self.till.money("refund", trace, amount_minor, {37: rrn})

    def reversal(self, trace: int, amount_minor: int, kind: str, mti: str = "0400") -> bytes:
        return self.till.money(kind, trace, amount_minor, {39: "98"}, mti)

    def settle(self, totals: Totals) -> tuple[bytes, int]:
        trace = self.draw()
        return self.till.settle(trace, totals), trace

    def upload(self, trace: int, amount_minor: int, kind: str, rrn: str) -> tuple[bytes, int]:
        if kind == "refund":
            return self.till.money("refund", trace, amount_minor, {37: rrn}, "0320"), trace
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
        code = answer.get("39") or _verdict(answer["48"])
        return Heard(*(answer.get(n, "") for n in ("11", "41", "4")), code, answer.get("37", ""))


def _verdict(totals: str) -> str:
    results = totals[30] + totals[61]
    return "00" if results == "11" else "95" if "2" in results else "96"
