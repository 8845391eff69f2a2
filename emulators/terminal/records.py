"""What a terminal keeps of the payments of its open batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from emulators.masking import mask_card


@dataclass(frozen=True, slots=True)
class Card:
    """The card that is presented: in the terminal's hands only."""

    pan: str
    expiry: str

    @property
    def masked(self) -> str:
        """First six and last four digits."""
        return mask_card(self.pan)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment, or one refund.

    ``state``: approved, declined, unknown (to be reversed), reversed, voided.
    """

    receipt: int
    trace: str
    amount_minor: int
    currency: int
    card: Card
    state: str = "unknown"
    result: int = 0
    rrn: str = ""
    auth: str = ""
    batch: str = ""
    refund: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """What a batch comes to: voided payments count as debits and as credits."""

    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int

    @property
    def net_minor(self) -> int:
        """Debits less credits."""
        return self.debits_minor - self.credits_minor

    @classmethod
    def of(cls, booked: Sequence[Payment]) -> "Totals":
        """Of what counts in a batch."""
        debits = [one for one in booked if not one.refund]
        credits_ = [one for one in booked if one.refund or one.state == "voided"]
        return cls(
            len(debits),
            sum(one.amount_minor for one in debits),
            len(credits_),
            sum(one.amount_minor for one in credits_),
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was closed: its batch, and what counted in it."""

    batch: str
    booked: tuple[Payment, ...]


@dataclass(slots=True)
class Records:
    """The open batch, and the counters. One at a time: a terminal does nothing beside a payment."""

    batch: str = ""
    trace: int = 0
    receipt: int = 0
    payments: dict[int, Payment] = field(default_factory=dict)
    last: Payment | Day | None = None  # whose receipt is the latest

    def begin(
        self, amount_minor: int, currency: int, card: Card, *, refund: bool = False
    ) -> Payment:
        """A new payment, under numbers of its own."""
        self.receipt = self.receipt % 9999 + 1
        one = Payment(self.receipt, self.next_trace(), amount_minor, currency, card)
        return self.keep(replace(one, batch=self.batch, refund=refund))

    def next_trace(self) -> str:
        """A trace number that was not used yet."""
        self.trace = self.trace % 999_999 + 1
        return f"{self.trace:06d}"

    def keep(self, one: Payment) -> Payment:
        """As it stands now; it is the last one."""
        self.payments[one.receipt] = one
        self.last = one
        return one

    @property
    def approved(self) -> list[Payment]:
        """What counts in the batch."""
        return [one for one in self.payments.values() if one.state in ("approved", "voided")]

    @property
    def unknown(self) -> list[Payment]:
        """What has to be reversed at the host before anything else."""
        return [one for one in self.payments.values() if one.state == "unknown"]

    def close(self, batch: str) -> None:
        """The batch is settled; ``batch`` is the next one."""
        self.last = Day(self.batch, tuple(self.approved))
        self.payments.clear()
        self.batch = batch
