"""The messages at the host: every request, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from emulators.acquirer.events import Dropped, Moment, Request, Response, Sent
from emulators.acquirer.requests import FINANCIAL, Action
from emulators.events import Event
from emulators.links.events import Answered, Closed, Lost
from emulators.quick import quick
from emulators.sifted import having

_FINANCIAL = frozenset(action.value for action in FINANCIAL)
_MAC = "64="
ACKNOWLEDGED = ("00", "25", "94")


@quick
@dataclass(frozen=True, slots=True)
class Message:
    """A request that reached the host at event ``seq``.

    ``answered_seq`` is the event at which its response left, None when none did; ``code`` is that
    response's. ``answer`` are the response's elements as they left, ``made`` as the host had made
    them. ``action`` is what it asks, whatever the dialect. ``content`` stands for its bytes:
    another message has the same when its bytes are the same.
    """

    mti: str
    action: str
    terminal: str
    batch: str
    trace: str
    processing_code: str
    amount_minor: int | None
    conn: int
    seq: int
    t_ms: float
    fields: tuple[str, ...]
    content: str
    answered_seq: int | None = None
    open: bool = True  # neither answered nor lost
    code: str = ""
    answer: tuple[str, ...] = ()
    made: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Terminal, batch and trace number: what the host matches by."""
        return self.terminal, self.batch, self.trace

    @property
    def financial(self) -> bool:
        """Whether it moves money."""
        return self.action in _FINANCIAL

    @property
    def repeat(self) -> bool:
        """Whether its MTI says that it was sent before (ISO 8583: 0201 for 0200)."""
        return self.mti.isdecimal() and int(self.mti[-1]) % 2 == 1

    @property
    def ends_doubt(self) -> bool:
        """Whether an answer to it tells what has become of the transaction, if there was one."""
        found = self.action == Action.INQUIRY.value and self.code not in ("", "25")
        return self.financial or found

    @property
    def reversal(self) -> bool:
        """Whether it takes a financial request back."""
        return self.action == Action.REVERSAL.value

    @property
    def acknowledged_seq(self) -> int | None:
        """For a reversal: the event at which the host's acknowledgement left."""
        return self.answered_seq if self.code in ACKNOWLEDGED else None


def messages(events: Sequence[Event]) -> tuple[Message, ...]:
    """Every request in the order of arrival, with its answer if one left."""
    found: list[Message] = []
    for event in having(events, Request, Response, Sent, Dropped):
        match event.payload:
            case Request():
                found.append(_message(event, event.payload))
            case Dropped(moment="answer") as moment:
                _take_back(found, moment)
            case Response() | Sent() | Dropped() as moment:
                place = _open_place(found, moment)
                if place is not None:
                    found[place] = _gone_on(found[place], event.seq, moment)
    return tuple(found)


def _take_back(found: list[Message], moment: Dropped) -> None:
    """The answer that was leaving did not leave whole: there was none."""
    about = (moment.mti, moment.conn, moment.terminal, moment.batch, moment.trace)
    for place in range(len(found) - 1, -1, -1):
        one = found[place]
        if (one.mti, one.conn, *one.key) == about:
            found[place] = replace(one, answered_seq=None, code="", answer=())
            return


def _open_place(found: list[Message], moment: Moment) -> int | None:
    """The oldest request still open that ``moment`` is about."""
    about = (moment.mti, moment.conn, moment.terminal, moment.batch, moment.trace)
    for place, one in enumerate(found):
        if one.open and (one.mti, one.conn, *one.key) == about:
            return place
    return None


def _gone_on(one: Message, seq: int, moment: Response | Sent | Dropped) -> Message:
    if isinstance(moment, Response):
        return replace(one, made=moment.fields)
    if isinstance(moment, Dropped):
        return replace(one, open=False)
    fields = moment.fields
    return replace(one, open=False, answered_seq=seq, code=moment.code, answer=fields)


def by_key(messages: Iterable[Message]) -> list[list[Message]]:
    """Those of the same terminal, batch and trace number together, in the order of arrival."""
    found: dict[tuple[str, str, str], list[Message]] = {}
    for one in messages:
        found.setdefault(one.key, []).append(one)
    return list(found.values())


def _message(event: Event, request: Request) -> Message:
    return Message(
        request.mti,
        request.action,
        request.terminal,
        request.batch,
        request.trace,
        request.processing_code,
        request.amount_minor,
        request.conn,
        event.seq,
        event.t_ms,
        request.fields,
        _content(request),
    )


def _content(request: Request) -> str:
    if not any(field.startswith(_MAC) for field in request.fields):
        return request.blob or request.data_hex
    said = (field for field in request.fields if not field.startswith(_MAC))
    return "|".join((request.mti, *said))


def reaches_nobody(events: Sequence[Event], message: Message) -> bool:
    """Whether the host's line broke, or lost it, after the response left and before it went back.

    Only a line that records what it carries can tell; in doubt the response arrived.
    """
    for event in events[message.answered_seq or 0 :]:
        if not event.device.startswith("acquirer"):
            continue
        match event.payload:
            case Lost(conn=conn, stream="downstream") if conn == message.conn:
                return True
            case Answered(conn=conn) if conn == message.conn:
                return False
            case Closed(conn=conn, by=by) if conn == message.conn:
                return by == "fault"
    return False
