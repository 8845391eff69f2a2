"""A mock acquirer host in a test: where it is, what stands in its books, what befalls it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.host import Host
from emulators.acquirer.security.master import TEST_MASTER_KEY
from emulators.acquirer.settings import ANY_TERMINAL, HostSettings
from emulators.links.ends import HostEnd
from emulators.links.link import Link
from emulators.links.tcp import TcpLink
from harness.checks.books_of import charges
from harness.checks.views.books import Books, Transaction, books
from harness.testing.stage import PATIENCE_S, Face, LoneStage, Stage

if TYPE_CHECKING:
    from harness.config import Acquirer


class AcquirerFace(Face):
    """The host of a stage."""

    def __init__(self, stage: Stage, host: Host, link: Link) -> None:
        super().__init__(stage)
        self._host = host
        self._link = link

    @property
    def url(self) -> str:
        """Its address, as a POS is told it: ``tcp://127.0.0.1:49153``."""
        return self._link.url

    @property
    def host(self) -> str:
        """The network address."""
        return urlsplit(self._link.url).hostname or ""

    @property
    def port(self) -> int:
        """The TCP port."""
        return urlsplit(self._link.url).port or 0

    @property
    def books(self) -> Books:
        """Transactions and batches as they stand."""
        return books(self.events)

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        """Every transaction, in the order of its first row."""
        return self.books.transactions

    @property
    def charged_minor(self) -> list[int]:
        """The sales that customers are left with, in minor units."""
        return charges(self.events)

    @property
    def business_date(self) -> date:
        """The host's own."""
        return self._stage.do(lambda: self._host.business_date)

    def cutover(self, days: int = 1) -> None:
        """The next business date begins."""
        self._stage.do(lambda: self._host.cutover(days))

    def await_transactions(self, count: int = 1, within_s: float = PATIENCE_S) -> None:
        """Wait until the books hold so many. Raises TimeoutError."""
        self.wait_until(
            lambda: len(self.transactions) >= count, f"{count} transactions in the books", within_s
        )


def host_of(said: "Acquirer") -> tuple[str, HostSettings, bytes]:
    """What ``lone_acquirer`` is made of, as the configuration says it."""
    known = HostSettings(
        terminals=(ANY_TERMINAL,), currency=said.currency, late_batch=said.late_batch
    )
    return said.dialect, known, bytes.fromhex(said.terminal_master_key)


@contextmanager
def lone_acquirer(
    dialect_name: str = "iso87-ascii",
    settings: HostSettings | None = None,
    master_key: bytes = TEST_MASTER_KEY,
) -> Iterator[AcquirerFace]:
    """A host by itself on a free TCP port, its books in memory, every terminal known.

    Raises UsageError for a dialect that is none, PortError.
    """
    with LoneStage() as stage:
        known = settings or HostSettings(terminals=(ANY_TERMINAL,))
        wire = dialect(dialect_name, master_key)
        yield stage.do(lambda: _acquirer(stage, wire, known))


def _acquirer(stage: LoneStage, wire: Dialect, settings: HostSettings) -> AcquirerFace:
    recorder = stage.history.recorder("acquirer")
    host = Host(recorder, stage.clock, wire, settings=settings)
    link_recorder = stage.history.recorder("acquirer.link")
    link = TcpLink(link_recorder, HostEnd(host), stage.loop.loop, keep=False)
    stage.end.callback(lambda: stage.do(link.stop))
    host.on_room(link.resume)
    host.on_state = lambda up: link.power(on=up)
    stage.nemesis.attach("acquirer", host)
    stage.nemesis.attach("acquirer.link", link)
    link.listen()
    return AcquirerFace(stage, host, link)
