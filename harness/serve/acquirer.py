"""The mock acquirer host by itself."""

import secrets
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from emulators.acquirer.control import Control
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.host import Host
from emulators.acquirer.ledger import SqliteStore
from emulators.acquirer.reading import Reading
from emulators.links.ends import HostEnd
from emulators.links.http_server import HttpServer
from emulators.links.tcp import TcpLink
from emulators.money import format_minor
from harness.serve.acquirer_order import AcquirerOrder
from harness.serve.addresses import is_wide
from harness.serve.api import Api
from harness.serve.ground import Ground

KEYS = {
    "host down": "fault host.down@now",
    "host up": "mend host.down",
    "next day": "fault host.cutover@now",
}


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
        self._links = _links(order, self._host, ground)
        for link in self._links:
            ground.end.callback(link.stop)
        self._host.on_room(self._resume)
        self._host.on_state = self._power
        ground.nemesis.attach("acquirer", self._host)
        ground.nemesis.attach("acquirer.link", self._links[0])
        self._control = Control(self._host, ground.history, ground.nemesis, books)
        self._api = _api(order, self._control, ground)

    @property
    def urls(self) -> list[str]:
        """Where the POS finds the host, and a program its API."""
        api = [] if self._api is None else [self._api.url]
        return [*(link.url for link in self._links), *api]

    @property
    def hosts(self) -> list[str]:
        """The network addresses that it listens on without asking who calls."""
        return [link.host for link in self._links]

    def listen(self) -> None:
        """Let the POS connect."""
        for link in self._links:
            link.listen()
        if self._api is not None:
            self._api.listen()

    def _resume(self) -> None:
        for link in self._links:
            link.resume()

    def _power(self, up: bool) -> None:  # noqa: FBT001  (the host calls it)
        for link in self._links:
            link.power(on=up)

    def status(self) -> Callable[[], str]:
        """The business date and what stands in each open batch: read beside the host."""
        return partial(_status, self._control.reading(), self._currency)


def _status(reading: Reading, currency: int) -> str:
    batches = [_batch(item, currency) for item in reading.batches() if item["open"]]
    disagreements = reading.books()["disagreements"]
    return "\n".join([f"business date {reading.business_date}", *batches, *disagreements])


def _batch(item: dict[str, Any], currency: int) -> str:
    debits = format_minor(item["debits_minor"], currency)
    credits_ = format_minor(item["credits_minor"], currency)
    return (
        f"terminal {item['terminal']}, batch {item['batch']}: "
        f"{item['debits_count']} debits {debits}, {item['credits_count']} credits {credits_}"
    )


def _temporary_books(ground: Ground) -> Path:
    folder = ground.end.enter_context(tempfile.TemporaryDirectory(prefix="tillproof-"))
    return Path(folder) / "books.sqlite"


def _links(order: AcquirerOrder, host: Host, ground: Ground) -> list[TcpLink]:
    """The line, and the second one where it was asked for: both go to the same host."""
    named = {"acquirer.link": order.listen, "acquirer.backup": order.backup}
    numbers = count(1)
    return [
        TcpLink(
            ground.history.recorder(name),
            HostEnd(host),
            ground.loop,
            host=address.host,
            port=address.port,
            keep=False,
            numbers=numbers,
        )
        for name, address in named.items()
        if address is not None
    ]


def _api(order: AcquirerOrder, control: Control, ground: Ground) -> HttpServer | None:
    if order.api is None:
        return None
    server = HttpServer(order.api.host, order.api.port, ground.loop)
    ground.end.callback(server.stop)
    token = order.api_token
    if not token and is_wide(server.host):
        token = secrets.token_urlsafe(24)
        ground.log.say(f"the API's token: {token}")
    server.handle = Api(control, token, frozenset({server.host, "localhost"})).answer
    return server
