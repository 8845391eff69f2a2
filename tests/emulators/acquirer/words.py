"""What a till says and hears: the same words for the same wishes, here in ``iso87-ascii``."""

from collections.abc import Callable
from dataclasses import dataclass

from emulators.acquirer.dialects.base import Dialect, MessageError
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.till import DIALECT, Till

Ask = Callable[[bytes], bytes]
FIRST_NETWORK = 900_000
LENGTH_OCTETS = 2
# What each kind is in DE 3, for those that say no more.
FAMILIES = {
    "purchase": "purchase",
    "preauth": "purchase",
    "completion": "purchase",
    "void": "void",
    "preauth_void": "void",
    "completion_void": "void",
    "refund": "refund",
}


@dataclass(frozen=True)
class Heard:
    """What an answer says."""

    trace: str
    terminal: str
    amount: str
    code: str
    rrn: str
    auth_code: str = ""


@dataclass(frozen=True)
class Named:
    """An original, as the till that was answered knows it."""

    batch: int
    trace: int
    rrn: str
    auth_code: str


class Words:
    """A till that numbers its network messages apart. ``batch`` is the one of its next words.

    ``kinds`` are what it can say, ``reversed_kinds`` what it can reverse; where
    ``reversals_have_amounts`` not, a reversal names its original and no more.
    """

    has_keys = False
    reversal_mtis: tuple[str, ...] = ("0400", "0401")
    wrong_amount = "13"
    kinds: tuple[str, ...] = tuple(FAMILIES)
    reversed_kinds: tuple[str, ...] = tuple(FAMILIES)
    comes_again: tuple[str, ...] = ()
    reversals_have_amounts = True

    def __init__(self) -> None:
        self.batch = 1
        self.network = FIRST_NETWORK

    def draw(self) -> int:
        self.network += 1
        return self.network

    def cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The answers that are whole, and the rest."""
        frames = []
        while len(data) >= LENGTH_OCTETS:
            end = LENGTH_OCTETS + int.from_bytes(data[:LENGTH_OCTETS])
            if len(data) < end:
                break
            frames.append(data[LENGTH_OCTETS:end])
            data = data[end:]
        return frames, data

    def has_trace(self, message: bytes) -> bool:
        """Whether the message has a number of its own."""
        del message
        return True

    def again(self, message: bytes) -> bytes:
        """The same message, sent once more."""
        return message


class Ascii(Words):
    """``iso87-ascii``."""

    def dialect(self) -> Dialect:
        return DIALECT

    @property
    def till(self) -> Till:
        return Till(batch=f"{self.batch:06d}")

    def mti(self, message: bytes) -> str:
        return message[2:6].decode()

    def sign_on(self, ask: Ask) -> None:
        for _ in range(2):  # the second one tells the merchant for certain
            ask(self.till.network("001", self.draw()))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        return self.till.sale(trace, amount_minor)

    def hold(self, trace: int, amount_minor: int) -> bytes:
        return self.till.money("0100", "purchase", trace, amount_minor)

    def about(self, kind: str, trace: int, amount_minor: int, of: Named) -> bytes:
        """A void, refund or completion of what it names."""
        mti = "0100" if kind == "preauth_void" else "0200"
        change: dict[int, str | None] = {25: "06"} if "completion" in kind else {}
        code = FAMILIES[kind]
        return self.till.money(mti, code, trace, amount_minor, change=change | {37: of.rrn})

    def reversal(self, trace: int, amount_minor: int, kind: str, mti: str = "0400") -> bytes:
        return self.till.reversal(trace, amount_minor, FAMILIES[kind], mti)

    def settle(self, totals: Totals) -> tuple[bytes, int]:
        trace = self.draw()
        return self.till.settle(trace, totals), trace

    def upload(self, trace: int, amount_minor: int, kind: str, rrn: str) -> tuple[bytes, int]:
        change: dict[int, str | None] = {37: rrn, 49: None}
        change |= {25: "06"} if "completion" in kind else {}
        till = self.till
        return till.money("0320", FAMILIES[kind], trace, amount_minor, change=change), trace

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
        return Heard(*(answer.get(n) for n in (11, 41, 4, 39, 37, 38)))
