"""What can be asked of a host and done to it from outside: the words of the API and of Python.

Every answer is made of dicts, lists and scalars. Amounts are integers in minor units, dates ISO
8601, card numbers masked. All of it is called on the host's thread; what takes long with full books
is a ``reading``, which any thread may do.
"""

from collections.abc import Iterator
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any

from emulators.acquirer.events import Dropped, Malformed, Request, Response
from emulators.acquirer.host import Host
from emulators.acquirer.reading import Reading
from emulators.acquirer.transactions import Transaction
from emulators.errors import HistoryError, UsageError
from emulators.events import Event
from emulators.faults.fault import parse_fault
from emulators.faults.nemesis import Armed, Nemesis
from emulators.history import History

Item = dict[str, Any]
MOST_ARMED = 256
_MESSAGES = frozenset(kind.kind for kind in (Request, Response, Malformed, Dropped))


class Control:
    """One host with its History, its faults and the file of its books."""

    def __init__(self, host: Host, history: History, nemesis: Nemesis, books: Path) -> None:
        self._host, self._history, self._nemesis = host, history, nemesis
        self._books = books

    def health(self) -> Item:
        """Whether the host is up, its business date, and how much of the History is kept."""
        return {
            "up": self._host.up,
            "dialect": self._host.dialect,
            "business_date": self._host.business_date.isoformat(),
            "events": self._history.seq,
            "events_dropped": self._history.dropped,
        }

    def clock(self) -> Item:
        """The business date and the time of the wall clock (UTC)."""
        return {
            "business_date": self._host.business_date.isoformat(),
            "wall": self._history.clock.wall().isoformat(),
        }

    def cutover(self, days: int = 1) -> Item:
        """Move the business date. Raises UsageError for days that are none."""
        if not 1 <= days <= 366:
            raise UsageError("days is 1 to 366: a host's business date only goes on")
        self._host.cutover(days)
        return self.clock()

    def reading(self) -> Reading:
        """The books as their file has them now: ``control.reading().books()``."""
        return Reading(self._books, self._host.books.business_date)

    def transactions(
        self, terminal: str = "", batch: str = "", after: int = 0, limit: int = 100
    ) -> list[Item]:
        """The transactions of every batch, or of those named, without the first ``after``."""
        found: list[Item] = []
        books = self._host.books
        for size in books.sizes(terminal):
            if batch not in ("", size.batch):
                continue
            # Else it is passed over whole: the host waits for this.
            one = books.batch(size.terminal, size.batch) if after < size.transactions else None
            if one is not None:
                most = after + limit - len(found)
                found += map(_transaction, islice(one.transactions.values(), after, most))
            after = max(after - size.transactions, 0)
            if len(found) >= limit:
                break
        return found

    def messages(self, limit: int = 20) -> list[Item]:
        """The latest messages that are kept: raw and decoded, both masked."""
        return [self._message(item) for item in self._history.latest(_MESSAGES, limit)]

    def faults(self) -> list[Item]:
        """The armed faults, in order: how often each has fired, and whether it stands."""
        return [_fault(item) for item in self._nemesis.armed]

    def arm(self, spec: str) -> Item:
        """Arm a fault: ``NAME[:param=value,…][@trigger]``. Raises UsageError for what is none."""
        if len(self._nemesis.armed) >= MOST_ARMED:
            raise UsageError(f"{MOST_ARMED} faults are armed: clear some of them first")
        return _fault(self._nemesis.arm(parse_fault(spec)))

    def clear(self, name: str = "") -> Item:
        """Mend and disarm every fault of that name, or below it; '' all of them."""
        return {"cleared": self._nemesis.clear(name)}

    def _message(self, item: Event) -> Item:
        told = {f.name: getattr(item.payload, f.name) for f in fields(item.payload)}
        blob, data_hex = told.pop("blob"), told.pop("data_hex", "")
        head = {"seq": item.seq, "t_ms": round(item.t_ms, 3), "kind": item.kind}
        return {**head, **told, "raw_hex": data_hex or self._raw(blob)}

    def _raw(self, blob: str) -> str | None:
        """The bytes; None when there are none, or when they are not kept any more."""
        try:
            return self._history.blobs.get(blob).hex() if blob else None
        except HistoryError:
            return None


def _transaction(item: Transaction) -> Item:
    shown: Iterator[tuple[str, Any]] = ((f.name, getattr(item, f.name)) for f in fields(item))
    return {**dict(shown), "state": item.state.value}


def _fault(item: Armed) -> Item:
    return {
        "armed": item.number,
        "fault": item.scheduled.fault.name,
        "spec": str(item.scheduled),
        "fired": item.fired,
        "stands": item.standing,
    }
