"""The History: everything that happened on the bench, in one order, append-only.

A device calls ``record`` before it goes on and gets back a Directive: what it has to undergo now.
Observers run synchronously and must not touch a device; only the injector (the armed faults)
answers. All of it runs on one thread, the bench's loop.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TypeVar, cast, overload

from emulators.blobs import Blobs
from emulators.clock import Clock
from emulators.effects import GO_ON, Directive, Injector
from emulators.events import Certainty, Event, Payload
from emulators.history_file import line_of
from emulators.observers import Heeds, Observer, Observers, always
from emulators.promised import (
    Fields,
    Make,
    Promised,
    Run,
    Unfold,
    Unnumbered,
    kept,
    point_of,
    unfolded,
)
from emulators.quick import made
from emulators.recorder import Recorder
from emulators.scribe import Scribe, Sink
from emulators.sifted import having

P = TypeVar("P", bound=Payload)


class History:
    """The record of a run, and the place where faults strike.

    ``most_kept`` is for a device that runs for days: so many events stay in memory, seven eighths
    of them always, and ``dropped`` counts the others (in ``sink`` they all stand). ``nth`` then
    counts as far back as events are kept. ``seq`` is that of the latest event.
    """

    def __init__(
        self,
        clock: Clock,
        blobs: Blobs | None = None,
        sink: Sink | None = None,
        most_kept: int | None = None,
    ) -> None:
        self.blobs = blobs or Blobs()
        self.seq = 0
        self.op = 0
        self.injector: Injector | None = None
        self.clock = clock
        self._now_s = clock.monotonic_s
        self._start_s = self._now_s()
        self._full_at = most_kept  # at which ``seq`` as many are in memory as may be
        self._most_kept = most_kept or 0
        self.dropped = 0  # how many events are not in memory any more
        self._puts_off = most_kept is not None and sink is None
        self._observers = Observers()
        self._events: list[Event | Promised] = []
        self._scribe = None if sink is None else Scribe(self._events, sink, clock)
        self._unnumbered: list[Unnumbered | Run] = []  # behind those
        self._made = 0  # so many of them, from the first on, have their payload
        # By device, operation and kind, then by key: how many there have been.
        self._counts: dict[tuple[str, int, str], dict[str, int]] = {}

    @property
    def events(self) -> Sequence[Event]:
        """Every event that is in memory by now, in order; ``live`` has those to come, too."""
        self._number()
        now = self._events[:]  # in one step: the bench's thread may be adding to it
        for place in range(self._made, len(now)):
            item = now[place]
            if not isinstance(item, Event):
                self._events[place] = now[place] = kept(item)
        self._made = len(now)
        return cast("list[Event]", now)

    @property
    def live(self) -> Sequence[Event]:
        """Every event that is in memory, as they come: it grows while it is looked at."""
        return Live(self)

    def record(
        self,
        device: str,
        payload: Payload,
        *,
        cause: int | None = None,
        certainty: Certainty = "known",
    ) -> Directive:
        """Append an event, show it to the observers, and return what ``device`` has to undergo."""
        kind, key, op = payload.kind, payload.key(), self.op
        t_ms = (self._now_s() - self._start_s) * 1000
        if self._unnumbered:
            self._number()
        if self.seq == self._full_at:
            self._forget()
        self.seq = seq = self.seq + 1
        nth = self._count(device, op, kind, key)
        item = made(Event, (seq, t_ms, device, op, key, nth, cause, certainty, payload))
        self._events.append(item)
        if self._scribe is not None:
            self._scribe.write(item)
        unheeded = self._observers.unheeded
        if unheeded is not None and kind not in unheeded:
            self._observers.show(item)
        return GO_ON if self.injector is None else self.injector.decide(item)

    def record_slow(
        self,
        device: str,
        kind: str,
        key: str,
        make: Make,
        made_of: Fields,
        *,
        cause: int | None = None,
        certainty: Certainty = "known",
    ) -> Directive:
        """As ``record`` with the payload that ``make`` makes of that, which takes its time.

        As long as no fault waits for it and nobody looks it is made later, but before its line and
        those behind it are written (``catch_up``).
        """
        t_ms = (self._now_s() - self._start_s) * 1000
        heeded = self.injector is not None and self.injector.heeds(device)
        if heeded or self._observers.heed((kind,), t_ms):
            return self.record(device, make(*made_of), cause=cause, certainty=certainty)
        self._number()
        if self.seq == self._full_at:
            self._forget()
        self.seq += 1
        nth = self._count(device, self.op, kind, key)
        item = self.seq, t_ms, device, self.op, key, nth, cause, certainty, kind, make, made_of
        self._events.append(item)
        if self._scribe is not None:
            self._scribe.wait()
        return GO_ON

    def record_all(
        self,
        device: str,
        cls: type[Payload],
        keys: Sequence[str],
        items: Sequence[Fields],
        certainty: Certainty = "known",
    ) -> None:
        """As ``record`` for payloads of one class, at one moment, while no fault waits for them.

        Each item is the fields of one, in order, and ``keys`` what their keys will be: a payload is
        made when somebody wants to see it.
        """
        t_ms, op, seq, kind = (self._now_s() - self._start_s) * 1000, self.op, self.seq, cls.kind
        full = self._full_at is not None and seq + len(items) > self._full_at
        late = self._scribe is None or self._scribe.behind
        if full or not late or self._observers.heed((kind,), t_ms):
            for fields in items:
                self.record(device, cls(*fields), certainty=certainty)
            return
        self._number()
        counts = self._counts.setdefault((device, op, kind), {})
        append = self._events.append
        for key, fields in zip(keys, items, strict=True):
            seq += 1
            counts[key] = nth = counts.get(key, 0) + 1
            append((seq, t_ms, device, op, key, nth, None, certainty, kind, None, fields))
        self.seq = seq
        if self._scribe is not None:
            self._scribe.wait(len(items))

    def save(self, path: Path) -> None:
        """Write every event that is in memory to a file, a line each. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            file.writelines(map(line_of, self.events))

    def write_out(self) -> None:
        """See to it that what has been recorded is in ``sink``: something leaves a device."""
        if self._scribe is not None:
            self._scribe.flush()

    def catch_up(self) -> None:
        """See to it that everything that has been recorded is in ``sink``."""
        if self._scribe is not None:
            self._scribe.catch_up()
            self._scribe.flush()

    def record_later(
        self,
        device: str,
        kind: str,
        key: str,
        make: Make,
        made_of: tuple[object, ...],
        cause: int | None = None,
    ) -> Directive:
        """As ``record`` with the payload that ``make`` makes of that, of that kind and key.

        In a History of days the payload is made when somebody reads it: a busy host records fifty
        thousand a second that nobody reads. Observers see it before it is numbered, with ``nth`` 0.
        """
        injector = self.injector
        if not self._puts_off or not (injector is None or injector.idle):
            return self.record(device, make(*made_of), cause=cause)
        t_ms, seq = (self._now_s() - self._start_s) * 1000, self.seq
        if seq == self._full_at:
            self._forget()
        self.seq = seq = seq + 1
        self._unnumbered.append((seq, t_ms, device, self.op, key, cause, kind, make, made_of))
        unheeded = self._observers.unheeded
        if unheeded is None or kind in unheeded:
            return GO_ON
        if self._observers.heed((kind,), t_ms):
            payload = make(*made_of)
            self._observers.show(Event(seq, t_ms, device, self.op, key, 0, cause, "known", payload))
        return GO_ON

    def unseen(self, kinds: tuple[str, ...]) -> bool:
        """Whether nobody wants to see events of those kinds now, nor can do anything at them."""
        injector = self.injector
        if not self._puts_off or not (injector is None or injector.idle):
            return False
        return not self._observers.heed(kinds, (self._now_s() - self._start_s) * 1000)

    def record_run(self, device: str, count: int, unfold: Unfold, made_of: Fields) -> None:
        """So many events of one moment that are ``unseen``: ``unfold`` says which, of what."""
        t_ms = (self._now_s() - self._start_s) * 1000
        first, last = self.seq + 1, self.seq + count
        while self._full_at is not None and last > self._full_at:
            self._forget()
        self.seq = last
        entry = made(Run, (first, t_ms, device, self.op, count, unfold, made_of))
        self._unnumbered.append(entry)

    def _number(self) -> None:
        """Number what was promised, up to now."""
        if not self._unnumbered:
            return
        known: Certainty = "known"
        for entry in self._unnumbered:
            for seq, t_ms, device, op, key, cause, kind, make, made_of in unfolded(entry):
                nth = self._count(device, op, kind, key)
                item = seq, t_ms, device, op, key, nth, cause, known, kind, make, made_of
                self._events.append(item)
        self._unnumbered.clear()

    def _count(self, device: str, op: int, kind: str, key: str) -> int:
        """Which one of its point an event is."""
        of_kind = self._counts.get((device, op, kind))
        if of_kind is None:
            of_kind = self._counts[device, op, kind] = {}
        of_kind[key] = nth = of_kind.get(key, 0) + 1
        return nth

    def _forget(self) -> None:
        """Drop the earliest, and the counts of points that no numbered event has any more."""
        self.catch_up()
        some = max(1, (self.seq - self.dropped) // 8)  # more would hold a busy device up
        numbered = min(some, len(self._events))
        if numbered == some:
            self.dropped += some
        else:  # a run goes as a whole
            runs = bisect_left(self._unnumbered, self.dropped + some + 1, key=itemgetter(0))
            last = self._unnumbered[runs][0] if runs < len(self._unnumbered) else self.seq + 1
            self.dropped = last - 1
            del self._unnumbered[:runs]
        self._full_at = self.dropped + self._most_kept
        for name, key, nth in map(point_of, self._events[:numbered]):
            counts = self._counts.get(name, {})
            if counts.get(key) == nth:  # it was the latest of its point
                del counts[key]
        del self._events[:numbered]
        self._made = max(0, self._made - numbered)

    def latest(self, kinds: Collection[str], most: int) -> list[Event]:
        """The last events of those kinds, the earliest of them first."""
        self._number()
        found: list[Event] = []
        for at in range(len(self._events) - 1, -1, -1):
            item = self._events[at]
            if len(found) == most:
                break
            if (item.kind if isinstance(item, Event) else item[8]) in kinds:
                found.append(kept(item))
        return found[::-1]

    def recorder(self, device: str) -> Recorder:
        """The History as one device sees it."""
        return Recorder(self, device)

    def subscribe(
        self, observer: Observer, heeds: Heeds = always, never: frozenset[str] = frozenset()
    ) -> Callable[[], None]:
        """Show every further event to ``observer``; the answer ends that.

        ``heeds`` is asked first, with an event's kind and time in ms, whether it wants to see it:
        not about those kinds that it ``never`` does.
        """
        return self._observers.add(observer, heeds, never)

    def of(self, kind: type[P]) -> Iterator[tuple[Event, P]]:
        """The events with a payload of that class, in order, each with its payload."""
        return of(self.events, kind)


class Live(Sequence[Event]):
    """The events of a History, read anew each time."""

    def __init__(self, history: History) -> None:
        self._history = history

    def __len__(self) -> int:
        return len(self._history.events)

    @overload
    def __getitem__(self, at: int) -> Event: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Event]: ...

    def __getitem__(self, at: int | slice) -> Event | Sequence[Event]:
        return self._history.events[at]

    def __iter__(self) -> Iterator[Event]:
        return iter(self._history.events)


def of(events: Iterable[Event], kind: type[P]) -> Iterator[tuple[Event, P]]:
    """The events among ``events`` with a payload of class ``kind``, each with its payload."""
    found = ((item, item.payload) for item in having(events, kind))
    return cast("Iterator[tuple[Event, P]]", found)
