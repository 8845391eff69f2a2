"""Frozen dataclasses that are made as fast as others, and named tuples faster.

The ``__init__`` of a frozen dataclass sets each field by a call of ``object.__setattr__``; a run
makes a thousand of them. ``quick`` gives such a class another one: while its fields are set the
instance is of a twin that is not frozen, and nobody else has seen it yet.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")
# ``made(Cls, (…))`` is ``Cls(…)`` of a named tuple with every field said, in half the time: its own
# ``__new__`` is a function in Python. For what is made for every message.
made = tuple.__new__
_FEWEST = 2  # with one field there is nothing to gain
_SET_CLASS = vars(object)["__class__"].__set__


def quick(cls: type[T]) -> type[T]:
    """A decorator above ``@dataclass(frozen=True, slots=True)``: the same class, made faster.

    A class that works out its fields (factories, ``__post_init__``) or takes them by name only is
    left as it is.
    """
    own = fields(cls)  # type: ignore[arg-type]
    if len(own) >= _FEWEST and all(map(_plain, own)) and not hasattr(cls, "__post_init__"):
        cls.__init__ = _init(cls, own)  # type: ignore[method-assign]
    return cls


def _plain(field: "Field[Any]") -> bool:
    return field.init and not field.kw_only and field.default_factory is MISSING


def _init(cls: type, own: "tuple[Field[Any], ...]") -> Callable[..., None]:
    """Written as source and compiled, as the dataclass's own is."""
    loose = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    twin = type(cls.__name__, (cls,), {"__slots__": (), "__doc__": cls.__doc__, **loose})
    names = {"_set_class": _SET_CLASS, "_twin": twin, "_cls": cls}
    names |= {f"_default_{one.name}": one.default for one in own if one.default is not MISSING}
    takes = ", ".join(
        one.name if one.default is MISSING else f"{one.name}=_default_{one.name}" for one in own
    )
    sets = "; ".join(f"self.{one.name} = {one.name}" for one in own)
    body = f"_set_class(self, _twin); {sets}; self.__class__ = _cls"
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {takes}): {body}", names, made)  # noqa: S102  (its own fields)
    init: Callable[..., None] = made["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {one.name: one.type for one in own} | {"return": None}
    return init
