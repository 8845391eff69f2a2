"""Triggers of what goes by in spans: dot rows and bytes, exact to one."""

from dataclasses import dataclass

from emulators.events import Event
from emulators.faults.trigger import Matcher, Trigger, owner_of, trigger


class _Span:
    """Counts a quantity that devices do in spans, and tells them where to split."""

    def __init__(self, unit: str, every: int, trigger: Trigger, device: str) -> None:
        self._unit, self._every, self._trigger, self._device = unit, every, trigger, device
        self._done = 0

    def heeds(self, device: str, op: int) -> bool:
        del op
        return device == self._device

    def sees(self, event: Event) -> bool:
        if event.device != self._device:
            return False
        amount: int = getattr(event.payload, _SPANS[self._unit], 0)
        if not amount:
            return False
        self._done += amount
        nth, rest = divmod(self._done, self._every)
        return rest == 0 and self._trigger.nth <= nth < self._trigger.nth + self._trigger.times

    def threshold(self, device: str, unit: str) -> int | None:
        left = self._every * (self._trigger.nth + self._trigger.times - 1) - self._done
        if unit != self._unit or device != self._device or left <= 0:
            return None
        return (left - 1) % self._every + 1


_SPANS = {"row": "rows", "byte": "delivered_bytes"}


@trigger("row")
@dataclass(frozen=True, slots=True)
class AtRow(Trigger):
    """When ``n`` more dot rows have gone through the mechanism since arming: exactly there."""

    n: int = 1

    def watch(self, device: str) -> Matcher:
        """Counts rows of the fault's own printer; of the first one, for any other device."""
        printer = owner_of(device) if device.startswith("printer") else "printer"
        return _Span("row", self.n, self, printer)


@trigger("byte")
@dataclass(frozen=True, slots=True)
class AtByte(Trigger):
    """When ``n`` more bytes have been delivered over the device's link since arming."""

    n: int = 1

    def watch(self, device: str) -> Matcher:
        """Counts on the link of the fault's device; the printer's, when it has none (the POS)."""
        owner = owner_of(device) if device.startswith(("printer", "acquirer")) else "printer"
        return _Span("byte", self.n, self, f"{owner}.link")
