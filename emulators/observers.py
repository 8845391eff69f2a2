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
    """The observers of a History, and which events they want to see."""

    def __init__(self) -> None:
        self._entries: list[tuple[Observer, Heeds, frozenset[str]]] = []
        self._unheeded: frozenset[str] | None = None  # kinds that none of them wants; None: no one

    def add(
        self, observer: Observer, heeds: Heeds = always, never: frozenset[str] = frozenset()
    ) -> Leave:
        """As ``History.subscribe``."""
        entry = (observer, heeds, never)
        self._entries.append(entry)
        self._count()

        def leave() -> None:
            self._entries.remove(entry)
            self._count()

        return leave

    def __bool__(self) -> bool:
        """Whether there is one."""
        return self._unheeded is not None

    def heed(self, kind: str, t_ms: float) -> bool:
        """Whether one wants to see an event of that kind now."""
        if self._unheeded is None or kind in self._unheeded:
            return False
        return any(heeds(kind, t_ms) for _, heeds, never in self._entries if kind not in never)

    def show(self, event: Event) -> None:
        """Show it to those who want to see it."""
        kind = event.payload.kind
        for observer, heeds, never in tuple(self._entries):
            if kind not in never and heeds(kind, event.t_ms):
                observer(event)

    def _count(self) -> None:
        nevers = [never for _, _, never in self._entries]
        self._unheeded = frozenset.intersection(*nevers) if nevers else None
