"""The History as one device sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulators.clock import Clock
from emulators.effects import Directive
from emulators.events import Certainty, Payload
from emulators.promised import Fields, Make

if TYPE_CHECKING:
    from emulators.history import History


@dataclass(frozen=True, slots=True)
class Recorder:
    """A device's own way to the History."""

    history: History
    device: str

    def record(
        self, payload: Payload, *, cause: int | None = None, certainty: Certainty = "known"
    ) -> Directive:
        """As ``History.record``, for this device."""
        return self.history.record(self.device, payload, cause=cause, certainty=certainty)

    def record_later(
        self,
        kind: str,
        key: str,
        make: Make,
        made_of: tuple[object, ...],
        cause: int | None = None,
    ) -> Directive:
        """As ``History.record_later``, for this device."""
        return self.history.record_later(self.device, kind, key, make, made_of, cause)

    def record_slow(
        self,
        kind: str,
        key: str,
        make: Make,
        made_of: Fields,
        *,
        cause: int | None = None,
        certainty: Certainty = "known",
    ) -> Directive:
        """As ``History.record_slow``, for this device."""
        of = self.device, kind, key, make, made_of
        return self.history.record_slow(*of, cause=cause, certainty=certainty)

    def write_out(self) -> None:
        """As ``History.write_out``."""
        self.history.write_out()

    def record_all(
        self,
        cls: type[Payload],
        keys: Sequence[str],
        items: Sequence[Fields],
        certainty: Certainty = "known",
    ) -> None:
        """As ``History.record_all``, for this device."""
        self.history.record_all(self.device, cls, keys, items, certainty)

    @property
    def at_will(self) -> bool:
        """Whether no fault waits for it: whatever is recorded now, nothing has to be undergone."""
        injector = self.history.injector
        return injector is None or not injector.heeds(self.device)

    def threshold(self, unit: str) -> int | None:
        """How many more rows or bytes (``unit``) to do before recording; None: any number."""
        injector = self.history.injector
        if injector is None or injector.idle:
            return None
        return injector.threshold(self.device, unit)

    @property
    def clock(self) -> Clock:
        """The clock that events are dated by."""
        return self.history.clock

    def blob(self, content: bytes) -> str:
        """Keep large bytes and return their name."""
        return self.history.blobs.put(content)
