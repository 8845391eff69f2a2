"""Everything that checks look at: the History seen from different sides, each worked out once."""

from dataclasses import dataclass, replace
from functools import cached_property

from emulators.acquirer.dialects.registry import repeated
from emulators.blobs import Blobs
from emulators.events import Event
from emulators.money import format_minor
from harness.checks.patterns import Patterns, compile_patterns
from harness.checks.reading import Reading, read
from harness.checks.views.accounts import Accounts, accounts
from harness.checks.views.asked import operations
from harness.checks.views.batches import Closing, closings
from harness.checks.views.blurred import blurred
from harness.checks.views.books import Books, books
from harness.checks.views.calls import Call, calls
from harness.checks.views.days import Unsettled, unsettled
from harness.checks.views.operations import Operation, sale_of
from harness.checks.views.outages import Outage, outages
from harness.checks.views.paper import Slip, slips
from harness.checks.views.pictures import Picture, pictures
from harness.checks.views.receipts import Receipts, receipts
from harness.checks.views.reminders import Reminders, reminders
from harness.checks.views.settings import capabilities, settings
from harness.checks.views.slips import Piece, pieces, sort_of
from harness.checks.views.trouble import Trouble, trouble
from harness.checks.views.wire import Message, messages, reaches_nobody
from harness.config import Config


@dataclass(frozen=True)
class Evidence:
    """One run's History, and views of it. Pure: the same events and blobs give the same views."""

    events: tuple[Event, ...]
    blobs: Blobs

    @cached_property
    def settings(self) -> Config:
        """The configuration of the run."""
        return settings(self.events)

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """What the POS said that it can do."""
        return capabilities(self.events)

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call to the POS."""
        return calls(self.events)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The sales, voids, refunds, pre-authorisations and completions."""
        return operations(self.calls, self.books)

    @cached_property
    def books(self) -> Books:
        """The host's books."""
        return books(self.events)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """What reached the host."""
        return messages(self.events)

    @cached_property
    def accounts(self) -> Accounts:
        """The books beside the operations."""
        return accounts(self.operations, self.books, self.messages)

    @cached_property
    def trouble(self) -> Trouble:
        """What was out of order, and what the POS was told of it."""
        return trouble(self.events)

    @cached_property
    def patterns(self) -> Patterns:
        """How this POS's slips are read."""
        return compile_patterns(self.settings.receipt, self.currency)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The slips with lines that are dots only."""
        return tuple(pictures(self.events).values())

    @property
    def unread(self) -> tuple[Picture, ...]:
        """Those of which nobody can say what they are: no text sent to them says it either.

        One that ended after the logo that slips of text begin with is a piece of such a slip.
        """
        pictures = [one for one in self.pictures if one.read is None]
        sent = {(one.device, one.number): one for one in slips(self.events)} if pictures else {}
        silent = [one for one in pictures if self._says_nothing(sent.get(one.key))]
        known = {band for one in pictures if one not in silent for band in one.dots}
        return tuple(one for one in silent if not one.begins_as(known))

    def _says_nothing(self, slip: Slip | None) -> bool:
        texts = [line.text for line in slip.lines] if slip else []
        return sort_of(read(texts, self.patterns, self.currency)) == "other"

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The slips, read and sorted."""
        read_ones = {(one.device, one.slip): one.lines() for one in self.pictures if one.read}
        found = slips(self.events, self.settings.receipt.ends, read_ones)
        said = [self._read(slip) for slip in found]
        about = [self.books.named_by(one.trace, one.rrn) for one in said]
        return pieces(found, said, about, self.trouble)

    def _read(self, slip: Slip) -> Reading:
        """What can be read; and a mark that was printed, and that no till can know to be spoilt."""
        reading = read(slip.legible_text, self.patterns, self.currency)
        if reading.duplicate or len(slip.legible_text) == len(slip.lines):
            return reading
        faults = (one for one in self.trouble.faults if one.undetectable)
        if not any(one.touches(slip.seq, slip.last.seq) for one in faults):
            return reading
        sent = read((line.text for line in slip.lines), self.patterns, self.currency)
        return replace(reading, duplicate=sent.duplicate)

    @cached_property
    def receipts(self) -> Receipts:
        """The slips beside the operations."""
        return receipts(self.pieces, self.operations, self.accounts, self.calls)

    @cached_property
    def closings(self) -> tuple[Closing, ...]:
        """The batches that the host closed."""
        return closings(self.books)

    @cached_property
    def unsettled(self) -> tuple[Unsettled, ...]:
        """The batches that were left open over a change of the day."""
        return unsettled(self.events, self.accounts, self.books)

    @cached_property
    def reminders(self) -> Reminders:
        """What of a status can remind of those."""
        return reminders(self.calls, self.unsettled, self.trouble)

    @cached_property
    def outages(self) -> tuple[Outage, ...]:
        """When devices were out of order, and when the POS had a signal of it."""
        return outages(self.events, self.calls)

    @property
    def currency(self) -> int:
        """The bench's currency, ISO 4217 numeric."""
        return self.settings.acquirer.currency

    def money(self, amount_minor: int | None) -> str:
        """An amount of the bench's currency as text."""
        return "?" if amount_minor is None else format_minor(amount_minor, self.currency)

    def blurred(self, piece: Piece) -> list[str]:
        """What was sent to the paper of that slip and cannot be read there."""
        return blurred(piece, self.patterns, self.currency)

    def tail_of(self, piece: Piece) -> Piece | None:
        """The rest of a slip that the roll's end cut short: what came out next, unless whole."""
        if piece.whole or piece.slip.ended_by != "roll":
            return None
        later = (one for one in self.pieces if one.slip.seq > piece.slip.seq)
        after = next((one for one in later if one.slip.device == piece.slip.device), None)
        return after if after is not None and not after.whole else None

    @property
    def last_seq(self) -> int:
        """The last event's number."""
        return self.events[-1].seq if self.events else 0

    def sale_of(self, void: Operation) -> Operation | None:
        """The sale that ``void`` is about."""
        return sale_of(void, self.operations)

    def reversible(self, message: Message) -> bool:
        """Whether a request is a financial one that its dialect lets be reversed (contract 4)."""
        return message.financial and message.action not in repeated(self.settings.acquirer.dialect)

    def answered(self, message: Message) -> bool:
        """Whether its response left the host and did not stay on a line that a fault broke."""
        if message.answered_seq is None:
            return False
        return not reaches_nobody(self.events, message)
