"""When a fault strikes. A Trigger is a value; ``watch`` makes the Matcher that counts for it.

Text forms, as in ``--fault NAME@TRIGGER`` and ``schedule.json``: ``now``, ``line(6)``,
``row(117)``, ``byte(117)``, ``text(TOTAL)``, ``message(0200,booked)``, ``event(host.booked)``,
``after_ms(500)``, ``point(printer/1/printer.line/1.6/1)``; ``nth=2`` and ``times=3`` may follow
inside the brackets.

Triggers know payloads by what they say, not by class: ``rows`` (dot rows that went by),
``delivered_bytes``, ``line_text`` (a line was burnt), ``names`` (of a host message).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import ClassVar, Protocol

from emulators.errors import UsageError
from emulators.events import Event, InjectionPoint


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
        return _Nth(self, device)

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


class _Nth:
    """The ordinary counter: the nth match, and the times-1 after it."""

    def __init__(self, trigger: Trigger, device: str) -> None:
        self._trigger = trigger
        self._seen = 0
        self._device = device

    def heeds(self, device: str, op: int) -> bool:
        over = self._seen + 1 >= self._trigger.nth + self._trigger.times
        return not over and self._trigger.concerns(device, op)

    def sees(self, event: Event) -> bool:
        if not self._trigger.matches(event):
            return False
        self._seen += 1
        return self._trigger.nth <= self._seen < self._trigger.nth + self._trigger.times

    def threshold(self, device: str, unit: str) -> int | None:
        del device
        used_up = self._seen + 1 >= self._trigger.nth + self._trigger.times
        return 0 if not used_up and self._trigger.waits_for() == f"host.{unit}" else None


_WORDS: dict[str, type[Trigger]] = {}


def _word(word: str) -> Callable[[type[Trigger]], type[Trigger]]:
    def register(cls: type[Trigger]) -> type[Trigger]:
        cls.word = word
        _WORDS[word] = cls
        return cls

    return register


@_word("now")
@dataclass(frozen=True, slots=True, kw_only=True)
class Now(Trigger):
    """At the moment of arming."""

    def matches(self, event: Event) -> bool:
        """Never by an event: the nemesis strikes when it arms."""
        del event
        return False

    def concerns(self, device: str, op: int) -> bool:
        """No event is."""
        del device, op
        return False


@_word("after_ms")
@dataclass(frozen=True, slots=True)
class AfterMs(Trigger):
    """So many milliseconds after arming, on the bench's clock."""

    ms: int = 0

    def matches(self, event: Event) -> bool:
        """Never by an event: the nemesis sets a timer."""
        del event
        return False

    def concerns(self, device: str, op: int) -> bool:
        """No event is."""
        del device, op
        return False


@_word("event")
@dataclass(frozen=True, slots=True)
class AtEvent(Trigger):
    """At an event of that kind, whichever device records it."""

    kind: str = ""

    def matches(self, event: Event) -> bool:
        """Whether the kind is the one."""
        return event.kind == self.kind

    def waits_for(self) -> str:
        """The kind."""
        return self.kind


@_word("line")
@dataclass(frozen=True, slots=True)
class AtLine(Trigger):
    """When ``n`` more lines have been burnt since arming (each full line with content counts)."""

    n: int = 1

    def matches(self, event: Event) -> bool:
        """Whether a line with content has just been burnt."""
        return bool(_said(event, "line_text")) or _is_picture(event)

    def watch(self, device: str) -> Matcher:
        """Counts lines of the printer that the fault is for; of any, for another device."""
        return _Lines(self, device)


class _Lines(_Nth):
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
    return target.startswith("printer") and base(device) != base(target)


def base(device: str) -> str:
    """The device that a link belongs to: ``printer`` for ``printer.link``."""
    return device.removesuffix(".link")


def _is_picture(event: Event) -> bool:
    """Whether a line has dots and no text."""
    is_line = hasattr(event.payload, "line_text")
    return is_line and getattr(event.payload, "intended_dots", 0) > 0


def _said(event: Event, name: str) -> str:
    return str(getattr(event.payload, name, ""))


@_word("text")
@dataclass(frozen=True, slots=True)
class AtText(Trigger):
    """When a line has been burnt whose text matches the regular expression."""

    pattern: str = ""

    def matches(self, event: Event) -> bool:
        """Whether the line says it."""
        line = _said(event, "line_text")
        return bool(line) and re.search(self.pattern, line) is not None

    def check(self) -> None:
        """Raise UsageError when the pattern does not compile."""
        Trigger.check(self)
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise UsageError(f"trigger {self}: the pattern does not compile: {error}") from None


@_word("message")
@dataclass(frozen=True, slots=True)
class AtMessage(Trigger):
    """At a moment in the life of the nth host message of that MTI since arming.

    ``0200/020000``: only of those with that processing code. ``purchase``, ``void``, ``refund``,
    ``reversal``, ``settlement``, ``upload``, …, ``financial`` (any that moves money): by what it
    asks, which is said alike in every dialect. Moments in order: accepted (a connection, and no
    message yet), request, booking, booked, response, sent (no octet has gone), answering (half of
    them), answered. ``terminal``: only of that one.
    """

    mti: str = ""
    moment: str = "booked"
    terminal: str = ""

    def matches(self, event: Event) -> bool:
        """Whether it is that moment of such a message (an empty name: of any)."""
        if event.kind != f"host.{self.moment}":
            return False
        if self.terminal not in ("", _said(event, "terminal")):
            return False
        return not self.mti or self.mti in getattr(event.payload, "names", ())

    def waits_for(self) -> str:
        """The kind of event that the moment is."""
        return f"host.{self.moment}"

    def check(self) -> None:
        """Raise UsageError for a moment that no message has."""
        Trigger.check(self)
        if self.moment not in MOMENTS:
            raise UsageError(
                f"trigger {self}: no moment {self.moment!r}; one of {', '.join(MOMENTS)}"
            )
        if self.mti in MOMENTS:
            raise UsageError(f"trigger {self}: of any message it is message(,{self.mti})")


MOMENTS = (
    "accepted",
    "request",
    "booking",
    "booked",
    "response",
    "sent",
    "answering",
    "answered",
)


@lru_cache(256)
def _parsed(point: str) -> InjectionPoint:
    return InjectionPoint.parse(point)


@_word("point")
@dataclass(frozen=True, slots=True)
class AtPoint(Trigger):
    """At exactly one injection point, by its stable name: what the explorer uses."""

    point: str = ""

    def matches(self, event: Event) -> bool:
        """Whether the event is that point."""
        # Asked at every event of a run, and nearly always no: the field that differs most is first.
        name = _parsed(self.point)
        return (
            event.nth == name.nth
            and event.key == name.key
            and event.payload.kind == name.kind
            and event.op == name.op
            and event.device == name.device
        )

    def concerns(self, device: str, op: int) -> bool:
        """Whether the point is of that device and operation."""
        name = _parsed(self.point)
        return name.device == device and name.op == op

    def waits_for(self) -> str:
        """The kind of event that the point is."""
        return _parsed(self.point).kind

    def check(self) -> None:
        """Raise UsageError when it is not the name of a point."""
        InjectionPoint.parse(self.point)


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


@_word("row")
@dataclass(frozen=True, slots=True)
class AtRow(Trigger):
    """When ``n`` more dot rows have gone through the mechanism since arming: exactly there."""

    n: int = 1

    def watch(self, device: str) -> Matcher:
        """Counts rows of the fault's own printer; of the first one, for any other device."""
        printer = base(device) if device.startswith("printer") else "printer"
        return _Span("row", self.n, self, printer)


@_word("byte")
@dataclass(frozen=True, slots=True)
class AtByte(Trigger):
    """When ``n`` more bytes have been delivered over the device's link since arming."""

    n: int = 1

    def watch(self, device: str) -> Matcher:
        """Counts on the link of the fault's device; the printer's, when it has none (the POS)."""
        owner = base(device) if device.startswith(("printer", "acquirer")) else "printer"
        return _Span("byte", self.n, self, f"{owner}.link")


def parse_trigger(text: str) -> Trigger:
    """Read a text form. Raises UsageError that lists the words when there is no such trigger."""
    match = re.fullmatch(r"(\w+)(?:\((.*)\))?", text.strip())
    cls = _WORDS.get(match[1].removeprefix("at_")) if match else None
    if match is None or cls is None:
        raise UsageError(f"no trigger {text!r}: write one of {', '.join(_WORDS)}, such as line(6)")
    own = [f for f in fields(cls) if f.name not in ("nth", "times")]
    values: dict[str, str | int] = {}
    for word in _arguments(match[2] or "", len(own)):
        name, sign, value = word.partition("=")
        if sign and name.strip() in ("nth", "times"):
            values[name.strip()] = _number(value, text)
        elif own:
            field = own.pop(0)
            values[field.name] = _number(word, text) if field.type in (int, "int") else word.strip()
        else:
            raise UsageError(f"trigger {text!r}: {word.strip()!r} is one thing too many")
    trigger = cls(**values)  # type: ignore[arg-type]
    trigger.check()
    return trigger


def _arguments(text: str, own: int) -> list[str]:
    """Split at commas; a lone pattern keeps its own, apart from nth= and times= at its end."""
    if not text:
        return []
    tail: list[str] = []
    while (match := re.search(r",?\s*((?:nth|times)=\d+)\s*$", text)) is not None:
        tail.insert(0, match[1])
        text = text[: match.start()]
    head = ([text] if own == 1 else text.split(",")) if text else []
    return head + tail


def _number(text: str, trigger: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"trigger {trigger!r}: {text.strip()!r} is not a whole number") from None
