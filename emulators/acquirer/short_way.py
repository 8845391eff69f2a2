"""The short way of a message: while nobody looks and no fault waits, its moments come in two runs.

What is decided, booked and answered, and which events tell of it, is as on the long way
(``exchange``), to which a message goes over as soon as somebody wants to see its next moment.
What an event is made of is packed: a hundred objects that are forgotten a second later, cold, cost
more than all else of it.
"""

from collections.abc import Iterator
from functools import partial
from marshal import dumps, loads  # of what this process has packed itself
from typing import TypeGuard

from emulators.acquirer.bookkeeper import entry_of
from emulators.acquirer.decide import decide
from emulators.acquirer.decision import Decision
from emulators.acquirer.delivery import keep
from emulators.acquirer.dialects.base import Dialect, Message, Shown, again, framed_again
from emulators.acquirer.events import Booked, Booking, BooksEntry, Moment, Request, Response, Sent
from emulators.acquirer.exchange import Exchange
from emulators.acquirer.moments import Facts
from emulators.acquirer.passage import Left, Passage, Surroundings, payload
from emulators.acquirer.requests import Request as Asked
from emulators.acquirer.rows import Posting, Row
from emulators.promised import Fields, Make
from emulators.quick import made
from emulators.recorder import Recorder

_BEFORE = (Request.kind, Booking.kind)
_AFTER = (BooksEntry.kind, Booked.kind, Response.kind, Sent.kind)
PACKING = 0  # marshal's version: nothing in it refers to anything else in it
Told = tuple[str, str, Make, Fields]


class ShortWay:
    """What takes messages along it."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._keeper = around.keeper
        self._dialect = around.dialect
        self._history = around.recorder.history
        self._device = around.recorder.device

    def is_open(self, asked: Asked) -> bool:
        """Whether nothing stands between the request and its decision."""
        return (
            not asked.refusal
            and self._keeper.at_home(asked)
            and self._around.standing.idle
            and self._history.unseen(_BEFORE)
        )

    def arrive(self, facts: Facts, message: Message, frame: bytes, asked: Asked) -> None:
        """The message has been read."""
        decision = decide(asked, self._keeper.desk())
        shown, kept = self._dialect.seen(message, frame)
        packed = dumps((*facts, decision.answer.code, shown and tuple(shown), kept), PACKING)
        made_of = (self._around, packed)
        self._history.record_run(self._device, 2, _arrival, made_of)
        self._keeper.take(
            decision.rows, self._durable, facts, message, frame, asked, decision, packed
        )

    def _durable(
        self,
        facts: Facts,
        message: Message,
        frame: bytes,
        asked: Asked,
        decision: Decision,
        packed: bytes,
    ) -> None:
        around, conn = self._around, facts.conn
        answer, rows, _ = decision
        send = around.line(conn)
        if send is None or not _are_postings(rows) or not self._history.unseen(_AFTER):
            exchange = Exchange(Passage(around, facts), message, frame, asked)
            self._keeper.tell(rows, partial(exchange.go_on, decision), None)
            return
        around.ended(conn)
        dialect = self._dialect
        response = dialect.sealed(dialect.answer(message, answer, self._keeper.now))
        data = dialect.encode(response)
        said, kept = dialect.seen(response, data)
        made_of = (around, packed, said and dumps(tuple(said), PACKING), kept, rows)
        self._history.record_run(self._device, 3 + len(rows), _answering, made_of)
        send(data)
        keep(around.left, made(Left, (facts, answer.code, said, data)))
        if dialect.is_last(message):
            around.hang_up(conn)


def _are_postings(rows: tuple[Row, ...]) -> TypeGuard[tuple[Posting, ...]]:
    for row in rows:  # noqa: SIM110  (a generator would take four times as long)
        if not isinstance(row, Posting):
            return False
    return True


def _arrival(around: Surroundings, packed: bytes) -> Iterator[Told]:
    """The moments up to the booking."""
    facts, code, shown, kept = _request(around.dialect, packed)
    yield _moment(around.recorder, facts, Request, "", shown, kept)
    yield _moment(around.recorder, facts, Booking, code, shown)


def _answering(
    around: Surroundings,
    packed: bytes,
    elements: bytes | None,
    kept: bytes,
    rows: tuple[Posting, ...],
) -> Iterator[Told]:
    """The moments from the durable rows to the line."""
    facts, code, shown, _ = _request(around.dialect, packed)
    said = Shown(*loads(elements)) if elements else framed_again(around.dialect, kept)  # noqa: S302
    for row in rows:
        yield BooksEntry.kind, f"{row.kind_of}.{row.change}", entry_of, (row,)
    yield _moment(around.recorder, facts, Booked, code, shown)
    yield _moment(around.recorder, facts, Response, code, said, kept)
    yield _moment(around.recorder, facts, Sent, code, said)


def _request(dialect: Dialect, packed: bytes) -> tuple[Facts, str, Shown, bytes]:
    """What is packed of a request: its facts, the code it gets, its elements and its bytes."""
    *own, code, elements, kept = loads(packed)  # noqa: S302
    return Facts(*own), code, Shown(*elements) if elements else again(dialect, kept), kept


def _moment(
    recorder: Recorder,
    facts: Facts,
    kind: type[Moment],
    code: str,
    shown: Shown,
    kept: bytes | None = None,
) -> Told:
    return kind.kind, facts.key, payload, (recorder, facts, kind, code, shown, kept)
