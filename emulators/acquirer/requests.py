"""What a terminal asks and what it is answered, whatever the dialect. Sans-IO values only."""

from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

from emulators.acquirer.totals import Totals


class Action(Enum):
    """What a message wants of the host."""

    SIGN_ON = "sign_on"
    SIGN_OFF = "sign_off"
    ECHO = "echo"
    PURCHASE = "purchase"
    VOID = "void"
    REFUND = "refund"
    REVERSAL = "reversal"
    SETTLEMENT = "settlement"
    UPLOAD = "upload"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as a dialect has read it.

    ``kind_of`` is purchase, void or refund: of a reversal or an upload, the original's. ``rrn`` is
    the retrieval reference that it names. ``pan`` is the card number in full: it is compared with
    the card script and goes nowhere else; ``card`` is the masked one. ``frame`` is the
    message as it came, of which ``digest`` is the SHA-256.
    """

    action: Action
    terminal: str
    trace: str
    batch: str = ""
    kind_of: str = ""
    amount_minor: int = 0
    currency: int = 0
    pan: str = field(default="", repr=False)
    card: str = ""
    rrn: str = ""
    auth_code: str = ""
    totals: Totals = field(default_factory=Totals)
    frame: bytes = field(default=b"", repr=False)

    @property
    def digest(self) -> str:
        """What a byte-identical repeat is recognised by, in hexadecimal digits."""
        return sha256(self.frame).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the host says; a dialect makes the message of it. ``batch``: to be told, if not ''."""

    code: str
    rrn: str = ""
    auth_code: str = ""
    batch: str = ""
