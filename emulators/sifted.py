"""Events by the class of their payload: a judge asks for them again and again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter

from emulators.events import Event, Payload


class Sifted(tuple[Event, ...]):  # noqa: SLOT001  (it keeps what it has found)
    """The events of a History to which nothing is added any more.

    They are gone through once; whoever asks for a class then gets its events without a search.
    """

    @cached_property
    def _by_class(self) -> dict[type, list[list[Event]]]:
        """The events of each class of payloads; a class that others are derived from has theirs."""
        own: dict[type, list[Event]] = defaultdict(list)
        for event in self:
            own[type(event.payload)].append(event)
        found: dict[type, list[list[Event]]] = defaultdict(list)
        for cls, events in own.items():
            for base in cls.__mro__:
                found[base].append(events)
        return found

    @cached_property
    def _asked(self) -> dict[tuple[type[Payload], ...], Sequence[Event]]:
        return {}

    def having(self, kinds: tuple[type[Payload], ...]) -> Sequence[Event]:
        """The events with a payload of one of these classes, in order."""
        if kinds not in self._asked:
            found = {id(own): own for kind in kinds for own in self._by_class.get(kind, ())}
            lists = list(found.values())
            in_order = lists[0] if len(lists) == 1 else sorted(chain(*lists), key=_seq)
            self._asked[kinds] = in_order
        return self._asked[kinds]


_seq = attrgetter("seq")


def sifted(events: Iterable[Event]) -> Sifted:
    """The events as ``Sifted``; themselves when they are."""
    return events if isinstance(events, Sifted) else Sifted(events)


def having(events: Iterable[Event], *kinds: type[Payload]) -> Iterable[Event]:
    """The events with a payload of one of these classes, in order; at once from a ``Sifted``."""
    if isinstance(events, Sifted):
        return events.having(kinds)
    return (event for event in events if isinstance(event.payload, kinds))
