"""What an acquirer host records. Money is in minor units; card numbers are masked."""

from dataclasses import dataclass

from emulators.acquirer.requests import FINANCIAL
from emulators.events import Payload, event

_FINANCIAL = frozenset(action.value for action in FINANCIAL)


@dataclass(frozen=True, slots=True)
class Moment(Payload):
    """One moment in the life of a host message.

    ``mti`` is the request's. ``ordinal`` says which trace of its terminal and batch it is (the nth
    distinct one), so that the point's name does not depend on the numbers that a POS draws.
    ``batch``, ``trace``, ``code`` are '' and ``amount_minor`` None where the message has none.
    ``action`` is what it asks, whatever the dialect (a word of ``requests.Action``), '' where it
    cannot be told.
    ``fields`` are the decoded elements, masked, in order: ``("3=000000", "4=000000001250", …)``.
    """

    mti: str
    moment: str
    conn: int
    terminal: str
    batch: str
    trace: str
    ordinal: int
    processing_code: str
    amount_minor: int | None
    code: str
    fields: tuple[str, ...]
    action: str = ""

    def key(self) -> str:
        """MTI and trace ordinal: ``0200.1``."""
        return f"{self.mti}.{self.ordinal}"

    @property
    def names(self) -> tuple[str, ...]:
        """What a trigger may call the message: by its MTI, or as every dialect says it."""
        financial = ("financial",) if self.action in _FINANCIAL else ()
        return (self.mti, f"{self.mti}/{self.processing_code}", self.action, *financial)


@event("host.request")
@dataclass(frozen=True, slots=True)
class Request(Moment):
    """A request has arrived whole and was read; nothing is decided.

    Its bytes, masked, stand in ``data_hex`` when they are few and in ``blob`` when they are many.
    """

    blob: str = ""
    data_hex: str = ""


@event("host.booking")
@dataclass(frozen=True, slots=True)
class Booking(Moment):
    """It is decided (``code``); nothing is booked yet."""


@event("host.booked")
@dataclass(frozen=True, slots=True)
class Booked(Moment):
    """What was decided is durable in the books; there is no response yet."""


@event("host.response")
@dataclass(frozen=True, slots=True)
class Response(Moment):
    """The response is made (``fields`` are its elements) and has not left. Bytes as a request's."""

    blob: str = ""
    data_hex: str = ""


@event("host.sent")
@dataclass(frozen=True, slots=True)
class Sent(Moment):
    """The response leaves the host: from here on it is the line's."""


@event("host.answering")
@dataclass(frozen=True, slots=True)
class Answering(Moment):
    """Half of the response's octets have left. Recorded only while a trigger waits for it."""


@event("host.answered")
@dataclass(frozen=True, slots=True)
class Answered(Moment):
    """All of the response's octets have left. Recorded only while a trigger waits for it."""


@event("host.accepted")
@dataclass(frozen=True, slots=True)
class Accepted(Payload):
    """A connection is there, and nothing has come over it. So recorded while a trigger waits."""

    conn: int


@event("host.dropped")
@dataclass(frozen=True, slots=True)
class Dropped(Moment):
    """A request or a response was lost (``moment`` says which: request or response).

    ``answer``: the second half of a response that had begun to leave.

    ``blob``: what left in place of the response, when something did that is none.
    """

    blob: str = ""


@event("host.malformed")
@dataclass(frozen=True, slots=True)
class Malformed(Payload):
    """Bytes that are no message of the dialect, and what was done: answered 30, or closed."""

    conn: int
    reason: str
    blob: str


@event("books.entry")
@dataclass(frozen=True, slots=True)
class BooksEntry(Payload):
    """A durable row: one transaction changed its state.

    ``kind_of`` is a word of ``kinds``: purchase, void, refund, preauth, completion, … ``change`` is
    booked, declined, reversed, voided, unvoided (the void was itself reversed or dropped),
    completed, uncompleted, tombstone (a reversal came before its original), uploaded (booked by a
    batch upload) or dropped (reversed because an upload left it out). ``amount_minor`` is always
    positive; ``side`` is debit, credit or none: what it adds to the batch's totals from now on.
    ``original_trace`` (in ``original_batch``) is what a void, completion or refund refers to.
    ``business_date`` is the host's when it was booked.
    """

    terminal: str
    batch: str
    trace: str
    kind_of: str
    change: str
    amount_minor: int
    currency: int
    side: str
    rrn: str
    auth_code: str
    card: str
    code: str
    original_trace: str = ""
    original_batch: str = ""
    business_date: str = ""

    def key(self) -> str:
        """What changed and how."""
        return f"{self.kind_of}.{self.change}"


@event("books.batch")
@dataclass(frozen=True, slots=True)
class BooksBatch(Payload):
    """A batch was opened or closed. ``how``: sign_on, first_use, settlement, upload, cutover.

    The totals are recomputed from the books at that moment; ``business_date`` is that of the
    oldest money in it. Of a closed batch, ``funding_date`` is the business date of the closing and
    ``next_batch`` the one that was opened in its place.
    """

    terminal: str
    batch: str
    state: str
    how: str
    business_date: str
    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int
    next_batch: str = ""
    funding_date: str = ""

    def key(self) -> str:
        """Opened or closed."""
        return self.state


@event("host.cutover")
@dataclass(frozen=True, slots=True)
class Cutover(Payload):
    """The host's business date changed."""

    business_date: str


@event("host.state")
@dataclass(frozen=True, slots=True)
class HostState(Payload):
    """The host process is up or down."""

    up: bool
