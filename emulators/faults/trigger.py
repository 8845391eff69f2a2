"""When a fault strikes. A Trigger is a value; ``watch`` makes the Matcher that counts for it.

Text forms, as in ``--fault NAME@TRIGGER`` and ``schedule.json``: ``now``, ``line(6)``,
``row(117)``, ``byte(117)``, ``text(TOTAL)``, ``message(0200,booked)``, ``event(host.booked)``,
``after_ms(500)``, ``point(printer/1/printer.line/1.6/1)``; ``nth=2`` and ``times=3`` may follow
inside the brackets.

Triggers know payloads by what they say, not by class: ``rows`` (dot rows that went by),
``delivered_bytes``, ``line_text`` (a line was burnt), ``names`` (of a host message).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import ClassVar, Protocol

from emulators.errors import UsageError
from emulators.events import Event


class Matcher(Protocol):
    """Counts events for one armed fault."""

    def heeds(self, device: str, op: int) -> bool:
        """Whether it has to see what ``device`` records during operation ``op``."""

    def sees(self, event: Event) -> bool:
        """True when the fault has to strike at this event."""

    def threshold(self, device: str, unit: str) -> int | None:
        """How many more of ``unit`` of ``device`` may go by before the moment; None: any number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The base: strikes from the ``nth`` match on, ``times`` times in all."""

    word: ClassVar[str] = ""
    nth: int = 1
    times: int = 1

    def matches(self, event: Event) -> bool:
        """Whether ``event`` is such a moment (before counting)."""
        raise NotImplementedError

    def concerns(self, device: str, op: int) -> bool:
        """Whether an event of that device during that operation can be such a moment."""
        del device, op
        return True

    def watch(self, device: str) -> Matcher:
        """A fresh counter for a fault of ``device``."""
        return Nth(self, device)

    def waits_for(self) -> str:
        """The kind of event that a device records only for whoever waits for it; '' for others."""
        return ""

    def check(self) -> None:
        """Raise UsageError when its numbers make no sense."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int) and value < (0 if field.name == "ms" else 1):
                raise UsageError(f"trigger {self}: {field.name} must be 1 or more")

    def __str__(self) -> str:
        """The text form, without what is default at the end."""
        own = [f for f in fields(self) if f.name not in ("nth", "times")]
        while own and getattr(self, own[-1].name) == own[-1].default:
            own.pop()
        words = [str(getattr(self, f.name)) for f in own]
        words += [f"{n}={v}" for n in ("nth", "times") if (v := getattr(self, n)) != 1]
        return f"{self.word}({','.join(words)})" if words else self.word


class Nth:
    """The ordinary counter: the nth match, and the times-1 after it."""

    def __init__(self, trigger: Trigger, device: str) -> None:
        self._trigger = trigger
        self._seen = 0
        self._device = device

    def heeds(self, device: str, op: int) -> bool:
        """Until it has struck for the last time."""
        over = self._seen + 1 >= self._trigger.nth + self._trigger.times
        return not over and self._trigger.concerns(device, op)

    def sees(self, event: Event) -> bool:
        """At each match from the nth on."""
        if not self._trigger.matches(event):
            return False
        self._seen += 1
        return self._trigger.nth <= self._seen < self._trigger.nth + self._trigger.times

    def threshold(self, device: str, unit: str) -> int | None:
        """At once, for what a device records only when it is waited for."""
        del device
        used_up = self._seen + 1 >= self._trigger.nth + self._trigger.times
        return 0 if not used_up and self._trigger.waits_for() == f"host.{unit}" else None


WORDS: dict[str, type[Trigger]] = {}


def trigger(name: str) -> Callable[[type[Trigger]], type[Trigger]]:
    """Register a trigger under the word that its text form begins with."""

    def register(cls: type[Trigger]) -> type[Trigger]:
        cls.word = name
        WORDS[name] = cls
        return cls

    return register


def owner_of(device: str) -> str:
    """The device that a link belongs to: ``printer`` for ``printer.link``."""
    return device.removesuffix(".link")


def said(event: Event, name: str) -> str:
    """What the payload says under that name; nothing, when it has no such field."""
    return str(getattr(event.payload, name, ""))
