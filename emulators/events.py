"""What an event is: a typed payload in an envelope, with a name that survives other changes.

A payload class is declared beside the device that records it::

    @event("printer.cut")
    @dataclass(frozen=True, slots=True)
    class Cut(Payload):
        '''The cutter went through the paper.'''
        slip: int

Its fields are scalars or tuples of scalars, so that one line of JSON holds it. Large bytes go into
a blob and the payload names it in a field called ``blob``.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any, ClassVar, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from emulators.errors import HistoryError
from emulators.quick import quick

Scalar = str | int | float | bool | None
Certainty = Literal["known", "inferred"]
ENVELOPE = ("seq", "t_ms", "device", "kind", "op", "key", "nth", "cause", "certainty")


@dataclass(frozen=True, slots=True)
class Payload:
    """What happened: the base of every payload class."""

    kind: ClassVar[str] = ""

    def key(self) -> str:
        """The logical key of the injection point (slip and line, MTI and trace ordinal), or ''."""
        return ""


@dataclass(frozen=True, slots=True)
class InjectionPoint:
    """The stable name of a moment: not a global count, so other changes leave it alone."""

    device: str
    op: int
    kind: str
    key: str
    nth: int

    def __str__(self) -> str:
        """As it stands in schedules: ``printer/1/printer.line/1.6/1``."""
        return f"{self.device}/{self.op}/{self.kind}/{self.key}/{self.nth}"

    @classmethod
    def parse(cls, text: str) -> "InjectionPoint":
        """Read what ``str`` wrote. Raises HistoryError when it is not of that form."""
        try:
            device, op, kind, rest = text.split("/", 3)
            key, nth = rest.rsplit("/", 1)
            return cls(device, int(op), kind, key, int(nth))
        except ValueError:
            raise HistoryError(
                f"{text!r} is not an injection point: write device/operation/kind/key/nth"
            ) from None


class Event(NamedTuple):
    """One thing that happened on the bench.

    ``t_ms`` is milliseconds since the History began; ``op`` the index of the operation under way
    (0: before the first); ``nth`` counts the events of the same device, operation, kind and key;
    ``cause`` is the ``seq`` of the event or fault that brought it about.
    """

    seq: int
    t_ms: float
    device: str
    op: int
    key: str
    nth: int
    cause: int | None
    certainty: Certainty
    payload: Payload

    @property
    def kind(self) -> str:
        """The payload's kind, such as ``printer.line``."""
        return self.payload.kind

    @property
    def point(self) -> InjectionPoint:
        """Where a fault would be triggered to strike at exactly this event."""
        return InjectionPoint(self.device, self.op, self.kind, self.key, self.nth)


_PAYLOADS: dict[str, type[Payload]] = {}
_FIELDS: dict[str, tuple[str, ...]] = {}  # of each kind; ``dataclasses.fields`` is slow
P = TypeVar("P", bound=Payload)
_KEPT_PAYLOADS = 4096


def event(kind: str) -> Callable[[type[P]], type[P]]:
    """Register a payload class under its public kind."""

    def register(cls: type[P]) -> type[P]:
        clash = {f.name for f in fields(cls)} & set(ENVELOPE)
        if clash or kind in _PAYLOADS:
            raise TypeError(f"event kind {kind!r}: taken, or fields {sorted(clash)} clash")
        cls.kind = kind
        _PAYLOADS[kind] = cls
        _FIELDS[kind] = tuple(field.name for field in fields(cls))
        return quick(cls)

    return register


@lru_cache(_KEPT_PAYLOADS)
def payload_of(kind: str, fields: tuple[Any, ...]) -> Payload:
    """The payload of a kind with these fields, in order; the runs of a campaign share it."""
    return _PAYLOADS[kind](*fields)


def payloads() -> dict[str, type[Payload]]:
    """Every kind that is registered (by import), in alphabetical order: the public vocabulary."""
    return dict(sorted(_PAYLOADS.items()))


def to_json(item: Event) -> dict[str, Any]:
    """One event as the flat object that a line of ``history.jsonl`` holds."""
    row: dict[str, Any] = {
        "seq": item.seq,
        "t_ms": round(item.t_ms, 3),
        "device": item.device,
        "kind": item.kind,
        "op": item.op,
        "key": item.key,
        "nth": item.nth,
        "cause": item.cause,
        "certainty": item.certainty,
    }
    for name in own_fields(item.payload.kind):
        row[name] = getattr(item.payload, name)
    return row


def own_fields(kind: str) -> tuple[str, ...]:
    """The names of the fields of a kind's payload, in order."""
    return _FIELDS[kind]


def from_json(row: dict[str, Any]) -> Event:
    """The event that ``to_json`` wrote. Raises HistoryError for an unknown kind or bad fields."""
    try:
        own = {name: _tuples(value) for name, value in row.items() if name not in ENVELOPE}
        cls = _PAYLOADS[row["kind"]]
        head = {name: row[name] for name in ENVELOPE if name != "kind"}
        _check(_forms_of(cls.kind), own)
        _check(_HEAD, head)
        return Event(payload=cls(**own), **head)
    except (AttributeError, KeyError, TypeError) as error:
        raise HistoryError(
            f"an event cannot be read ({type(error).__name__}: {error}) in {str(row)[:200]}: "
            "it was written by another version, or the file is damaged"
        ) from None


@cache
def _forms_of(kind: str) -> dict[str, tuple[Any, Any]]:
    return _forms(_PAYLOADS[kind])


def _forms(cls: type[Payload] | type[Event]) -> dict[str, tuple[Any, Any]]:
    """What each field is an instance of, and each item of it where it is a tuple."""
    hints = {name: hint for name, hint in get_type_hints(cls).items() if name != "payload"}
    plain = {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}
    return {name: _form(hint) for name, hint in plain.items()}


def _form(hint: Any) -> tuple[Any, Any]:
    origin = get_origin(hint)
    if origin is tuple:
        return tuple, get_args(hint)[0]
    return str if origin is Literal else int | float if hint is float else hint, object


_HEAD = _forms(Event)


def _check(forms: dict[str, tuple[Any, Any]], values: dict[str, Any]) -> None:
    """Raises TypeError for a value that is not of the field's type."""
    for name, value in values.items():
        kind, items = forms.get(name, (object, object))
        right = isinstance(value, kind)
        if not right or (kind is tuple and not all(isinstance(one, items) for one in value)):
            raise TypeError(f"{name} is {value!r}"[:200])


def _tuples(value: Any) -> Any:
    """JSON's lists back as the tuples that payloads hold."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
