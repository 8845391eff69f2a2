"""Who sees events as they are recorded."""

from collections.abc import Callable

from emulators.events import Event

Observer = Callable[[Event], None]
Heeds = Callable[[str, float], bool]
Leave = Callable[[], None]


def always(kind: str, t_ms: float) -> bool:
    """Heeds every event."""
    del kind, t_ms
    return True


class Observers:
    """The observers of a History, and which events they want to see.

    ``unheeded`` are the kinds that no observer ever heeds; None while there is no observer.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[Observer, Heeds, frozenset[str]]] = []
        self.unheeded: frozenset[str] | None = None
        # Whom to ask about events of several kinds; emptied when somebody comes or goes.
        self._asked: dict[tuple[str, ...], tuple[tuple[str, Heeds], ...]] = {}

    def add(
        self, observer: Observer, heeds: Heeds = always, never: frozenset[str] = frozenset()
    ) -> Leave:
        """As ``History.subscribe``."""
        entry = (observer, heeds, never)
        self._entries.append(entry)
        self._changed()

        def leave() -> None:
            self._entries.remove(entry)
            self._changed()

        return leave

    def _changed(self) -> None:
        self._asked.clear()
        nevers = [never for _, _, never in self._entries]
        self.unheeded = frozenset.intersection(*nevers) if nevers else None

    def heed(self, kinds: tuple[str, ...], t_ms: float) -> bool:
        """Whether one wants to see an event of one of those kinds now."""
        asked = self._asked.get(kinds)
        if asked is None:
            asked = self._asked[kinds] = tuple(
                (kind, heeds)
                for kind in kinds
                for _, heeds, never in self._entries
                if kind not in never
            )
        for kind, heeds in asked:  # noqa: SIM110  (a generator would take three times as long)
            if heeds(kind, t_ms):
                return True
        return False

    def show(self, event: Event) -> None:
        """Show it to those who want to see it."""
        kind = event.payload.kind
        for observer, heeds, never in tuple(self._entries):
            if kind not in never and heeds(kind, event.t_ms):
                observer(event)
