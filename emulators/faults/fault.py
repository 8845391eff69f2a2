"""What a fault is: a class each, its fields the parameters, in a file of its own in ``catalogue``.

::

    @fault("printer.cover_open", target="printer", zh="打印机盖打开", field="operator touched it")
    @dataclass(frozen=True, slots=True)
    class CoverOpen(Fault):
        '''The cover is opened: offline until it is closed.'''

        def strike(self) -> Effect: return effects.OpenCover()
        def mend(self) -> Effect | None: return effects.CloseCover()
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar, TypeVar, get_type_hints

from emulators.effects import Effect
from emulators.errors import UsageError
from emulators.events import Scalar
from emulators.faults.trigger import Trigger
from emulators.faults.trigger_text import parse_trigger
from emulators.faults.triggers.moment import Now
from emulators.modules import import_all


@dataclass(frozen=True, slots=True)
class Fault:
    """The base of every fault."""

    name: ClassVar[str] = ""
    target: ClassVar[str] = ""  # the role of the device that undergoes it
    zh: ClassVar[str] = ""  # the one-line text in Chinese; the docstring is the English one
    field: ClassVar[str] = ""  # what merchants and service desks report
    default_trigger: ClassVar[Trigger] = Now()
    needs: ClassVar[str] = ""  # what the POS must be started with for it: clock, disk or nothing
    undetectable: ClassVar[bool] = False  # no till can notice it, whatever its parameters

    def strike(self) -> Effect:
        """What the target undergoes when the fault strikes."""
        raise NotImplementedError

    def mend(self) -> Effect | None:
        """What puts it right again; None: nothing has to (it was over at once)."""
        return None

    def lasts_ms(self) -> int | None:
        """After how long it mends by itself; None: when somebody mends it."""
        return None

    def is_undetectable(self) -> bool:
        """Whether no till can notice this one; a parameter may decide it."""
        return self.undetectable

    @classmethod
    def title(cls) -> str:
        """The one-line text in English."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def parameters(self) -> dict[str, Scalar]:
        """The parameters by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __str__(self) -> str:
        """``name:param=value,…`` without what is default."""
        changed = [
            f"{f.name}={getattr(self, f.name)}"
            for f in fields(self)
            if getattr(self, f.name) != f.default
        ]
        return f"{self.name}:{','.join(changed)}" if changed else self.name


@dataclass(frozen=True, slots=True)
class ScheduledFault:
    """A fault with its trigger, as in a schedule.

    ``device`` chooses among several alike: ``printer2.paper_out`` strikes the standby printer,
    ``acquirer2.link.down`` the backup line; '' is the first.
    """

    fault: Fault
    trigger: Trigger
    device: str = ""

    def __str__(self) -> str:
        """The form that ``parse_fault`` reads."""
        return f"{str(self.fault).replace(self.fault.name, self.name, 1)}@{self.trigger}"

    @property
    def name(self) -> str:
        """The fault's name with the device that it is for, such as ``printer2.paper_out``."""
        own = self.fault.target.removesuffix(".link")
        other = self.device.removesuffix(".link")
        return self.fault.name if not other else self.fault.name.replace(own, other, 1)

    def target(self) -> str:
        """The name of the device that undergoes it."""
        return self.device or self.fault.target


_FAULTS: dict[str, type[Fault]] = {}
_PACKAGES = ["emulators.faults.catalogue"]
F = TypeVar("F", bound=Fault)


def fault(
    name: str,
    *,
    target: str,
    zh: str,
    field: str,
    default_trigger: Trigger | None = None,
    undetectable: bool = False,
    needs: str = "",
) -> Callable[[type[F]], type[F]]:
    """Register a fault class under its public name."""

    def register(cls: type[F]) -> type[F]:
        if _FAULTS.get(name, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"fault {name!r} is registered twice")
        cls.name, cls.target, cls.zh, cls.field = name, target, zh, field
        cls.undetectable, cls.needs = undetectable, needs
        if default_trigger is not None:
            cls.default_trigger = default_trigger
        _FAULTS[name] = cls
        return cls

    return register


def add_catalogue(package: str) -> None:
    """Look for further faults (of the POS, of the operator) in the modules of ``package``."""
    if package not in _PACKAGES:
        _PACKAGES.append(package)


def catalogue() -> dict[str, type[Fault]]:
    """Every fault by name, in alphabetical order."""
    for name in _PACKAGES:
        import_all(name)
    return dict(sorted(_FAULTS.items()))


def parse_fault(text: str) -> ScheduledFault:
    """Read ``NAME[:param=value,…][@trigger]``. Raises UsageError that says what there is."""
    head, _, when = text.partition("@")
    name, _, words = head.strip().partition(":")
    second = _SECOND.fullmatch(name)
    first, number, rest = second.groups() if second else (name, "", "")
    cls = find_fault(first + rest)
    trigger = parse_trigger(when) if when else cls.default_trigger
    device = cls.target.replace(first, first + number, 1) if number else ""
    return ScheduledFault(make_fault(cls, _pairs(words, name)), trigger, device)


_SECOND = re.compile(r"(printer|acquirer)(2)(\..+)")


def is_called(name: str, word: str) -> bool:
    """Whether ``word`` names this fault: its full name, or the first part of it."""
    return name == word or name.startswith(f"{word.rstrip('.*')}.")


def find_fault(name: str) -> type[Fault]:
    """The class of that name. Raises UsageError with the nearest name."""
    known = catalogue()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else "'tillproof faults' lists them"
    raise UsageError(f"no fault {name!r}: {hint}")


def make_fault(cls: type[F], values: dict[str, str]) -> F:
    """A fault with the parameters given as text.

    Raises UsageError for a wrong name or type, for more milliseconds than a day has, and for days
    that are none or more than a year's.
    """
    types = _types(cls.name)
    known = [f.name for f in fields(cls)]
    for name in values:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(f"{cls.name} has no parameter {name!r}: {has}")
    read = {name: _value(cls, name, text, types[name]) for name, text in values.items()}
    for name, value in read.items():
        bounds = _BOUNDS.get(name.rpartition("_")[2])
        if bounds and isinstance(value, int) and value not in bounds:
            raise UsageError(f"{cls.name}: {name}={value} is not from {bounds[0]} to {bounds[-1]}")
    return cls(**read)


# By the unit that a parameter's name ends in; a fault may allow less.
_BOUNDS = {"ms": range(86_400_000 + 1), "days": range(1, 366 + 1)}


@cache
def _types(name: str) -> dict[str, type]:
    return get_type_hints(_FAULTS[name])


def _pairs(words: str, name: str) -> dict[str, str]:
    pairs = {}
    for word in filter(None, (w.strip() for w in words.split(","))):
        key, sign, value = word.partition("=")
        if not sign:
            raise UsageError(f"{name}: write parameter=value, not {word!r}")
        pairs[key.strip()] = value.strip()
    return pairs


_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _value(cls: type[Fault], name: str, text: str, wanted: type) -> Scalar:
    try:
        if wanted is bool:
            return _TRUTH[text.lower()]
        if wanted is int:
            return int(text)
        if wanted is float:
            return float(text)
    except (KeyError, ValueError):
        raise UsageError(f"{cls.name}: {name}={text} is not {_CALLED[wanted]}") from None
    return text


_CALLED = {bool: "yes or no", int: "a whole number", float: "a number"}
