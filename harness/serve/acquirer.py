"""The mock acquirer host by itself."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from emulators.acquirer.books import Batch
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.security.master import TEST_MASTER_KEY
from emulators.acquirer.settings import HostSettings
from emulators.links.ends import HostEnd
from emulators.links.tcp import TcpLink
from emulators.money import format_minor
from harness.serve.addresses import Address
from harness.serve.ground import Ground

KEYS = {
    "host down": "fault host.down@now",
    "host up": "mend host.down",
    "next day": "fault host.cutover@now",
}


@dataclass(frozen=True, slots=True)
class AcquirerOrder:
    """Which host, and where. ``books`` None: a file that is gone afterwards."""

    listen: Address
    dialect: str = "iso87-ascii"
    books: Path | None = None
    settings: HostSettings = field(default_factory=HostSettings)
    master_key: bytes = TEST_MASTER_KEY


class AcquirerStand:
    """A host with its link. Raises PortError, LedgerError, UsageError."""

    keys = KEYS

    def __init__(self, order: AcquirerOrder, ground: Ground) -> None:
        self._currency = order.settings.currency
        books = order.books or _temporary_books(ground)
        store = SqliteStore(books, ground.loop.call_soon_threadsafe, ground.fail)
        ground.end.callback(store.close)
        recorder = ground.history.recorder("acquirer")
        wire = dialect(order.dialect, order.master_key)
        self._host = Host(recorder, ground.clock, wire, store, order.settings)
        self._link = TcpLink(
            ground.history.recorder("acquirer.link"),
            HostEnd(self._host),
            ground.loop,
            host=order.listen.host,
            port=order.listen.port,
            keep=False,
        )
        ground.end.callback(self._link.stop)
        self._host.on_room(self._link.resume)
        self._host.on_state = lambda up: self._link.power(on=up)
        ground.nemesis.attach("acquirer", self._host)
        ground.nemesis.attach("acquirer.link", self._link)

    @property
    def urls(self) -> list[str]:
        """Where the POS finds the host."""
        return [self._link.url]

    @property
    def hosts(self) -> list[str]:
        """The network address that it listens on."""
        return [self._link.host]

    def listen(self) -> None:
        """Let the POS connect."""
        self._link.listen()

    def status(self) -> str:
        """The business date and what stands in each open batch."""
        books = self._host.books
        batches = [self._batch(batch) for batch in books.batches() if batch.is_open]
        return "\n".join([f"business date {self._host.business_date}", *batches, *books.audit()])

    def _batch(self, batch: Batch) -> str:
        totals = batch.totals()
        debits = format_minor(totals.debits_minor, self._currency)
        credits_ = format_minor(totals.credits_minor, self._currency)
        return (
            f"terminal {batch.terminal}, batch {batch.number}: "
            f"{totals.debits_count} debits {debits}, {totals.credits_count} credits {credits_}"
        )


def _temporary_books(ground: Ground) -> Path:
    folder = ground.end.enter_context(tempfile.TemporaryDirectory(prefix="tillproof-"))
    return Path(folder) / "books.sqlite"
