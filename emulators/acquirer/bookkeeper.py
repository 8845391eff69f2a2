"""The bookkeeper: takes rows into the books, has them made durable, and tells the History."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from emulators.acquirer import batches
from emulators.acquirer.books import Books
from emulators.acquirer.days import business_day
from emulators.acquirer.decision import Desk
from emulators.acquirer.events import BooksBatch, BooksEntry, Cutover
from emulators.acquirer.requests import Action, Request
from emulators.acquirer.rows import BatchRow, Enrolled, Posting, Row
from emulators.acquirer.settings import ANY_TERMINAL, HostSettings
from emulators.acquirer.store import Store
from emulators.acquirer.turns import Turns
from emulators.clock import Clock, business_date
from emulators.effects import GO_ON, Directive, Injected
from emulators.recorder import Recorder

Then = Callable[[tuple[Injected, ...]], None]


class Bookkeeper:
    """The only one who writes to the books."""

    def __init__(
        self,
        recorder: Recorder,
        clock: Clock,
        store: Store,
        settings: HostSettings,
        turns: Turns,
    ) -> None:
        self.books = Books(archive=store.archive)
        self._recorder = recorder
        self._clock = clock
        self._store = store
        self._settings = settings
        self._turns = turns
        self._cutover_ends_s = clock.monotonic_s()
        self._second: tuple[tuple[str, int, int, int], datetime] = ("", 0, 0, 0), clock.wall()
        self._at_home: set[tuple[str, str]] = set()
        if not self.books.business_date:
            self.books.business_date = business_date(clock).isoformat()
        self._desk = Desk(self.books, settings, business_day(self.books.business_date))

    @property
    def business_date(self) -> date:
        """The host's business date: the clock's at the first start, moved by cutovers alone."""
        return business_day(self.books.business_date).date

    @property
    def now(self) -> datetime:
        """The business date with the time of day, in seconds: what a host tells in DE 12 and 13."""
        wall, today = self._clock.wall(), self.books.business_date
        name = today, wall.hour, wall.minute, wall.second
        if name != self._second[0]:
            time_of_day = wall.timetz().replace(microsecond=0)
            self._second = name, datetime.combine(self.business_date, time_of_day)
        return self._second[1]

    def desk(self) -> Desk:
        """What a decision may look at."""
        in_cutover = self._clock.monotonic_s() < self._cutover_ends_s
        desk, today = self._desk, self.books.business_date
        if desk.today != today or desk.in_cutover != in_cutover:
            desk = self._desk = replace(desk, day=business_day(today), in_cutover=in_cutover)
        return desk

    def knows(self, terminal: str) -> bool:
        """Whether the terminal is known; with no list, the first one heard becomes so."""
        known = self._settings.terminals or tuple(self.books.terminals())
        return not known or ANY_TERMINAL in known or terminal in known

    def serves(self, terminal: str, merchant: str) -> bool:
        """Whether the merchant number is known and is the terminal's; '' where it is not said."""
        known = self._settings.merchants
        if merchant and known and merchant not in known:
            return False
        if not merchant or not self.books.is_sure(terminal):
            return True
        return merchant == self.books.merchant(terminal)

    def at_home(self, asked: Request) -> bool:
        """Whether ``knows``, ``serves`` and ``meet`` have nothing to say of it, nor ever will."""
        name = asked.terminal, asked.merchant
        if name in self._at_home:
            return True
        sure = not asked.merchant or self.books.is_sure(asked.terminal)
        settled = sure and self.books.open_batch(asked.terminal) is not None
        if settled and self.knows(asked.terminal) and self.serves(*name):
            self._at_home.add(name)
            return True
        return False

    def meet(self, asked: Request, then: Then) -> None:
        """Write down what a terminal says of itself, when it is new."""
        rows: list[Row] = []
        if asked.merchant and not self.books.is_sure(asked.terminal):
            sure = asked.merchant in (
                self.books.merchant(asked.terminal),
                *self._settings.merchants,
            )
            rows.append(Enrolled(asked.terminal, asked.merchant, sure))
        if self.books.open_batch(asked.terminal) is None:
            how = "sign_on" if asked.action is Action.SIGN_ON else "first_use"
            rows.append(batches.first_batch(asked.terminal, how, self.desk()))
        if rows:
            self.book(rows, then)

    def book(self, rows: Sequence[Row], then: Then, cause: int | None = None) -> None:
        """Take ``rows`` in; when they are durable, record them and call ``then``.

        ``then`` is given what the records of the rows brought. Nothing may be answered before.
        """
        self.take(rows, self.tell, rows, then, cause)

    def take(self, rows: Sequence[Row], durable: Callable[..., None], *of: object) -> None:
        """Take ``rows`` in; ``durable`` is called when they are, and nothing is recorded."""
        self.books.apply(rows)
        self._store.commit(rows, partial(self._turns.resume, durable, *of))

    def tell(self, rows: Sequence[Row], then: Then, cause: int | None) -> None:
        """Record ``rows``, which are durable, and call ``then`` with what that brought."""
        injected: tuple[Injected, ...] = ()
        for row in rows:
            directive = self._record(row, cause)
            if directive.injected:
                injected += directive.injected
        then(injected)

    def _record(self, row: Row, cause: int | None) -> Directive:
        if isinstance(row, Posting):
            key = f"{row.kind_of}.{row.change}"  # as BooksEntry.key
            return self._recorder.record_later(BooksEntry.kind, key, entry_of, (row,), cause)
        if isinstance(row, BatchRow):
            return self._recorder.record(_batch(row), cause=cause)
        return GO_ON

    def cutover(self, days: int, then: Then, cause: int | None = None) -> None:
        """Move the business date; under ``auto_close`` late batches are closed."""
        new_date = (self.business_date + timedelta(days=days)).isoformat()
        self._cutover_ends_s = self._clock.monotonic_s() + self._settings.cutover_takes_ms / 1000
        rows = batches.cutover(self.desk(), new_date)
        directive = self._recorder.record(Cutover(new_date), cause=cause)
        self.book(rows, lambda more: then((*directive.injected, *more)), cause)


def entry_of(row: Posting) -> BooksEntry:
    """What the History has of a row."""
    return BooksEntry(
        terminal=row.terminal,
        batch=row.batch,
        trace=row.trace,
        kind_of=row.kind_of,
        change=row.change,
        amount_minor=row.amount_minor,
        currency=row.currency,
        side=row.side,
        rrn=row.rrn,
        auth_code=row.auth_code,
        card=row.card,
        code=row.code,
        original_trace=row.original_trace,
        original_batch=row.original_batch,
        business_date=row.business_date,
    )


def _batch(row: BatchRow) -> BooksBatch:
    return BooksBatch(
        terminal=row.terminal,
        batch=row.batch,
        state=row.state,
        how=row.how,
        business_date=row.business_date,
        debits_count=row.debits_count,
        debits_minor=row.debits_minor,
        credits_count=row.credits_count,
        credits_minor=row.credits_minor,
        next_batch=row.next_batch,
        funding_date=row.funding_date,
    )
