"""Triggers of what has been burnt: lines, and what they say."""

import re
from dataclasses import dataclass

from emulators.errors import UsageError
from emulators.events import Event
from emulators.faults.trigger import Matcher, Nth, Trigger, owner_of, said, trigger


@trigger("line")
@dataclass(frozen=True, slots=True)
class AtLine(Trigger):
    """When ``n`` more lines have been burnt since arming (each full line with content counts)."""

    n: int = 1

    def matches(self, event: Event) -> bool:
        """Whether a line with content has just been burnt."""
        return bool(said(event, "line_text")) or _is_picture(event)

    def watch(self, device: str) -> Matcher:
        """Counts lines of the printer that the fault is for; of any, for another device."""
        return _Lines(self, device)


class _Lines(Nth):
    """Counts ``n`` lines for each ``nth``."""

    def __init__(self, trigger: AtLine, device: str) -> None:
        super().__init__(trigger, device)
        self._n = trigger.n

    def heeds(self, device: str, op: int) -> bool:
        """It counts each of them."""
        del device, op
        return True

    def sees(self, event: Event) -> bool:
        if not self._trigger.matches(event) or _other_printer(event.device, self._device):
            return False
        self._seen += 1
        nth, rest = divmod(self._seen, self._n)
        return rest == 0 and self._trigger.nth <= nth < self._trigger.nth + self._trigger.times


def _other_printer(device: str, target: str) -> bool:
    """True when the fault is for one printer (or its link) and another one recorded the event."""
    return target.startswith("printer") and owner_of(device) != owner_of(target)


def _is_picture(event: Event) -> bool:
    """Whether a line has dots and no text."""
    is_line = hasattr(event.payload, "line_text")
    return is_line and getattr(event.payload, "intended_dots", 0) > 0


@trigger("text")
@dataclass(frozen=True, slots=True)
class AtText(Trigger):
    """When a line has been burnt whose text matches the regular expression."""

    pattern: str = ""

    def matches(self, event: Event) -> bool:
        """Whether the line says it."""
        line = said(event, "line_text")
        return bool(line) and re.search(self.pattern, line) is not None

    def check(self) -> None:
        """Raise UsageError when the pattern does not compile."""
        Trigger.check(self)
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise UsageError(f"trigger {self}: the pattern does not compile: {error}") from None
