"""What a terminal asks and what it is answered, whatever the dialect. Sans-IO values only."""

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from emulators.acquirer.totals import NOTHING, Totals


class Action(Enum):
    """What a message wants of the host."""

    SIGN_ON = "sign_on"
    SIGN_OFF = "sign_off"
    ECHO = "echo"
    PURCHASE = "purchase"
    VOID = "void"  # of a sale, a pre-authorisation or a completion: ``kind_of`` says which
    REFUND = "refund"
    PREAUTH = "preauth"
    COMPLETION = "completion"
    ADVICE = "advice"  # it has happened: a sale or completion that was approved off line
    QUERY = "query"
    INQUIRY = "inquiry"  # what has become of a transaction
    REVERSAL = "reversal"
    SETTLEMENT = "settlement"
    UPLOAD = "upload"
    NOTE = "note"  # a record that an upload brings along and that moves no money
    CLOSE = "close"  # the end of an upload after totals that differed
    END = "end"  # the end of a settlement whose totals agreed

    __hash__ = object.__hash__  # members are single; ``Enum`` would call a function each time


FINANCIAL = frozenset(
    {
        Action.PURCHASE,
        Action.VOID,
        Action.REFUND,
        Action.PREAUTH,
        Action.COMPLETION,
        Action.ADVICE,
    }
)


class Reference(NamedTuple):
    """The original that a request names, as far as it does: each is '' when it is not said."""

    rrn: str = ""
    auth_code: str = ""
    batch: str = ""
    trace: str = ""

    def __bool__(self) -> bool:
        """Whether anything is named."""
        return bool(self.rrn or self.auth_code or self.trace)


NO_REFERENCE = Reference()


class Card(NamedTuple):
    """The card of a request. ``masked`` is what may be kept; the rest is compared and forgotten.

    ``expiry`` is YYMM; ``pin`` the digits of a PIN block that the host has deciphered.
    """

    masked: str = ""
    pan: str = ""
    expiry: str = ""
    pin: str = ""

    def __repr__(self) -> str:
        """Only what may be kept."""
        return f"Card({self.masked})"


@dataclass(frozen=True, slots=True)
class Record:
    """One transaction of a batch upload; ``kind_of`` is '' where the record does not say it."""

    trace: str
    kind_of: str
    amount_minor: int
    rrn: str = ""
    auth_code: str = ""
    card: str = ""


class Request(NamedTuple):
    """One request, as a dialect has read it.

    ``kind_of`` is a kind of ``kinds``: of a reversal, the original's, '' where its trace number is
    all that is said. ``batch`` is '' where the message has none. ``totals`` are those of a
    settlement, ``groups`` the same for each group of cards that the dialect settles apart;
    ``records_count`` is how many records the terminal says that it has uploaded. ``refusal`` is the
    code that the dialect itself answers with, for a MAC or PIN block that is not right. ``frame``
    is the message as it came, without its authentication code, of which ``digest`` is the SHA-256.
    ``comes_again``: it has no reversal, so a terminal repeats it until it is decided on.
    """

    action: Action
    terminal: str
    trace: str
    batch: str = ""
    merchant: str = ""
    kind_of: str = ""
    amount_minor: int = 0
    currency: int = 0
    card: Card = Card()
    original: Reference = NO_REFERENCE
    totals: Totals = NOTHING
    groups: tuple[Totals, ...] = ()
    records: tuple[Record, ...] = ()
    records_count: int | None = None
    refusal: str = ""
    frame: bytes = b""
    comes_again: bool = False

    def __repr__(self) -> str:
        """Without the message, in which a card number stands."""
        return f"Request({self.action.value} {self.terminal}/{self.batch}/{self.trace})"

    @property
    def digest(self) -> str:
        """What a byte-identical repeat is recognised by, in hexadecimal digits."""
        return sha256(self.frame).hexdigest()


class Answer(NamedTuple):
    """What the host says; a dialect makes the message of it.

    ``code`` is a response code of the contract, section 4.1, which a dialect says in its own words.
    ``batch`` is to be told, if not ''; ``balance_minor`` is that of a card; ``groups`` are the
    host's totals for each group of cards and ``agree`` whether they are the terminal's; ``totals``
    are those of the batch. ``state``, ``kind_of`` and ``amount_minor`` are what the books have of a
    transaction that was inquired after.
    """

    code: str
    rrn: str = ""
    auth_code: str = ""
    batch: str = ""
    balance_minor: int | None = None
    groups: tuple[Totals, ...] = ()
    agree: tuple[bool, ...] = ()
    totals: Totals | None = None
    state: str = ""
    kind_of: str = ""
    amount_minor: int | None = None
