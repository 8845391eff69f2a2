"""Benches in virtual time between two operations, kept as bytes and made again from them.

Everything that can change is copied: devices, POS, disk, books, timers, the loop. What cannot
(events above all, types, functions, configuration) is one for all copies. What waits in a coroutine
cannot be kept, nor can what belongs to the machine (a file, a thread): then there is no checkpoint.
"""

import asyncio
import io
import pickle
import pickletools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import count
from pathlib import PurePath
from types import BuiltinFunctionType, CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

from pydantic import BaseModel

from emulators.errors import TillproofError
from emulators.printer.profiles import Profile
from harness.virtual.time import PutOff, VirtualLoop


class CheckpointError(TillproofError):
    """Something of the bench cannot be copied."""


class _Bare(NamedTuple):
    """A function less what it holds on to (its cells)."""

    code: CodeType
    names: dict[str, object]
    name: str
    defaults: tuple[object, ...] | None
    kwdefaults: dict[str, object] | None


_PLAIN = (bool, int, float, type(None), str)  # as cheap to write as to say where it is
_CONSTANT = (
    *(bytes, Decimal, date, time, timedelta, Enum, PurePath),
    *(type, ModuleType, CodeType, Profile, _Bare),
)


class Checkpoints:
    """Keeps benches, and what is one for all of them."""

    def __init__(self) -> None:
        self._shared: list[object] = []
        self._places: dict[int, int] = {}  # of what is shared, by identity

    def keep(self, root: object, gaps: Sequence[object] = ()) -> bytes:
        """``root`` and all it holds, with ``gaps`` for what is different in each copy of it.

        Raises CheckpointError.
        """
        file = io.BytesIO()
        try:
            _Keeper(file, self, gaps).dump(root)
        except Exception as error:
            raise CheckpointError(f"{type(error).__name__}: {error}") from error
        return pickletools.optimize(file.getvalue())

    def restore(self, kept: bytes, fillings: Iterable[object] = ()) -> Any:
        """Another one, with ``fillings`` in the places of its gaps."""
        loader = _Loader(io.BytesIO(kept))
        # Gaps have the numbers -1, -2, …: from the end of the list.
        loader.persistent_load = [*self._shared, *reversed(tuple(fillings))].__getitem__
        return loader.load()

    def place(self, item: object) -> int | None:
        """Where it stands among what all copies share, if it does."""
        return self._places.get(id(item))

    def share(self, item: object) -> int:
        """It is one for all copies from now on; says where it stands."""
        place = self._places[id(item)] = len(self._shared)
        self._shared.append(item)
        return place


class _Loader(pickle.Unpickler):
    """One that can be told where to look things up. What it reads was written by this process."""

    persistent_load: Any


class _Keeper(pickle.Pickler):
    """Writes what can change, and of the rest only where it is."""

    def __init__(self, file: io.BytesIO, kept: Checkpoints, gaps: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._kept = kept
        self._gaps = {id(gap): -1 - place for place, gap in enumerate(gaps)}
        self._constant: dict[int, bool] = {}

    def persistent_id(self, item: object) -> int | None:
        if id(item) in self._gaps:
            return self._gaps[id(item)]
        if type(item) in _PLAIN or (isinstance(item, bytes | tuple) and not item):
            return None
        place = self._kept.place(item)
        return self._kept.share(item) if place is None and self._is_constant(item) else place

    def _is_constant(self, item: object) -> bool:
        if isinstance(item, _PLAIN + _CONSTANT):
            return True
        known = self._constant.get(id(item))
        if known is None:
            self._constant[id(item)] = False  # what goes round in a circle is copied
            parts = _parts(item)
            known = parts is not None and all(map(self._is_constant, parts))
            self._constant[id(item)] = known
        return known

    def reducer_override(self, item: Any) -> Any:
        reduced = _REDUCED.get(type(item))
        return NotImplemented if reduced is None else reduced(item)


def _parts(item: object) -> Iterable[object] | None:
    """Of what cannot change itself, all that it holds; None for what can."""
    if isinstance(item, tuple | frozenset):
        return None if hasattr(item, "__dict__") else item
    params = vars(type(item)).get("__dataclass_params__")
    if params is not None and is_dataclass(item):
        return (getattr(item, one.name) for one in fields(item)) if params.frozen else None
    return () if _has_no_parts(item) else None


def _has_no_parts(item: object) -> bool:
    if isinstance(item, FunctionType):
        return item.__closure__ is None
    if isinstance(item, BuiltinFunctionType):
        return isinstance(item.__self__, ModuleType | type)
    if type(item) is object:
        return True  # a name for something, told by identity
    return isinstance(item, BaseModel) and bool(item.model_config.get("frozen"))


# ---- what the standard library does not copy, or not as a part of something whole


def _of_function(item: FunctionType) -> tuple[Any, ...]:
    bare = _Bare(
        *(item.__code__, item.__globals__, item.__name__, item.__defaults__, item.__kwdefaults__)
    )
    return _function, (bare, item.__closure__)


def _function(bare: _Bare, cells: tuple[CellType, ...]) -> FunctionType:
    made = FunctionType(bare.code, bare.names, bare.name, bare.defaults, cells)
    made.__kwdefaults__ = bare.kwdefaults
    return made


def _of_cell(item: CellType) -> tuple[Any, ...]:
    return CellType, (), item.cell_contents, None, None, _fill


def _fill(cell: CellType, content: object) -> None:
    cell.cell_contents = content


def _of_count(item: "count[int]") -> tuple[Any, ...]:
    return count, tuple(map(int, repr(item).removeprefix("count(")[:-1].split(",")))


def _of_future(item: "asyncio.Future[object]") -> tuple[Any, ...]:
    if item.cancelled() or item._callbacks:  # noqa: SLF001  (nothing else says it)
        raise TypeError(f"{item} is waited for")
    return _future, (item.get_loop(), item.done(), item.result() if item.done() else None)


def _future(loop: VirtualLoop, done: bool, result: object) -> "asyncio.Future[object]":  # noqa: FBT001
    made: asyncio.Future[object] = loop.create_future()
    if done:
        made.set_result(result)
    return made


_REDUCED: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    FunctionType: _of_function,
    CellType: _of_cell,
    MethodType: lambda item: (MethodType, (item.__func__, item.__self__)),
    count: _of_count,
    asyncio.Future: _of_future,
    VirtualLoop: lambda item: (VirtualLoop, (), item.state(), None, None, VirtualLoop.go_on_from),
    PutOff: lambda item: (PutOff.nothing, (), item.state(), None, None, PutOff.put_off),
}
