"""The files of printer models, and how they are read: every mistake is told with its place."""

import difflib
import reprlib
import tomllib
from collections.abc import Callable
from dataclasses import fields
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from emulators.errors import UsageError
from emulators.printer.codepages import is_code_page
from emulators.printer.commands import TABLE
from emulators.printer.text import MULTIBYTE

Cell = tuple[int, int]
_SUFFIX = ".toml"
_DEEPEST = 8  # models based on models
_LARGEST = 1 << 26


def model_names() -> list[str]:
    """The models that come with tillproof, in order of their names."""
    files = resources.files(__name__).iterdir()
    return sorted(f.name.removesuffix(_SUFFIX) for f in files if f.name.endswith(_SUFFIX))


def read_model(name: str, kind: type[Any]) -> dict[str, Any]:
    """The values of a model for the dataclass ``kind``. Raises UsageError."""
    values = _with_base(name, _DEEPEST)
    known = {item.name: item for item in fields(kind)} | {"based_on": None}
    for key in values:
        if key not in known:
            raise UsageError(f"printer profile {name}: unknown key {key!r}{_near(key, known)}")
    values.pop("based_on", None)
    values["name"] = Path(name).stem if name.endswith(_SUFFIX) else name
    if not values.get("model"):
        values["model"] = values["name"]
    checked = {key: _checked(name, key, value) for key, value in values.items()}
    if checked.get("full_free_bytes", 0) >= checked.get("receive_buffer_bytes", _LARGEST):
        raise UsageError(
            f"printer profile {name}: full_free_bytes leaves nothing of receive_buffer_bytes"
        )
    return checked


def _with_base(name: str, depth: int) -> dict[str, Any]:
    values = _read(name)
    base = values.get("based_on")
    if base is None:
        return values
    if not depth:
        raise UsageError(f"printer profile {name}: it is based on itself: leave out based_on")
    return _with_base(str(base), depth - 1) | values


def _read(name: str) -> dict[str, Any]:
    """One file as it stands."""
    names = model_names()
    if name.endswith(_SUFFIX):
        path = Path(name)
    elif name in names:
        path = resources.files(__name__).joinpath(name + _SUFFIX)  # type: ignore[assignment]
    else:
        raise UsageError(f"no printer profile {name!r}: one of {', '.join(names)}, or a file .toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"printer profile {name} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"printer profile {name} is not TOML: {error}") from None


def _near(key: str, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    return f": did you mean {near[0]}?" if near else f": there is {', '.join(known)}"


def _checked(name: str, key: str, value: object) -> Any:
    """The value as the profile keeps it."""
    try:
        return _KINDS[key](value)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"printer profile {name}: {key} = {reprlib.repr(value)}: {error}"
        ) from None


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ValueError(f"use a whole number from 0 to {_LARGEST}")
    return value


def _up_to(most: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
            raise ValueError(f"use a whole number from 1 to {most}")
        return value

    return check


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise ValueError("use a number that is not negative")
    return float(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("use true or false")  # noqa: TRY004 - all mistakes are told alike
    return value


def _word(value: object) -> str:
    if not isinstance(value, str) or not value.isascii():
        raise ValueError("use plain text in quotes")
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"use {' or '.join(repr(item) for item in choices)}")
        return _word(value)

    return check


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("use a list of commands")  # noqa: TRY004
    for item in value:
        if not any(_of(_word(item), row.name) or _of(row.name, item) for row in TABLE):
            raise ValueError(f"{item} is no command of docs/printer-commands.md")
    return tuple(value)


def _of(name: str, family: str) -> bool:
    """Whether a command, or a function of one, is of a family (``GS g 2`` of ``GS g``)."""
    return f"{name} ".startswith(f"{family} ")


def _cells(value: object) -> tuple[Cell, ...]:
    cells = [tuple(item) for item in value] if isinstance(value, list) else []
    if not cells or not all(len(c) == 2 and 8 <= c[0] <= 24 and 16 <= c[1] <= 48 for c in cells):
        raise ValueError("use cells in dots, such as [[12, 24], [9, 17]]")
    return tuple((int(width), int(height)) for width, height in cells)


def _pages(value: object) -> MappingProxyType[int, str]:
    """Code pages by the number of ESC t."""
    if not isinstance(value, dict):
        raise ValueError("use a table of number = page")  # noqa: TRY004
    for number, page in value.items():
        if not number.isdecimal() or int(number) > 255:
            raise ValueError(f"{number} is no number of ESC t: use 0 to 255")
        if not isinstance(page, str) or not is_code_page(page):
            raise ValueError(f"{page!r} is no code page: use a codec of Python or of pages.toml")
    return MappingProxyType({int(number): page for number, page in value.items()})


_KINDS: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(("name", "vendor", "model", "about", "firmware", "serial_number"), _word),
    "overflow": _one_of("wait", "discard"),
    "cutter": _one_of("partial", "full", "none"),
    "multibyte": _one_of("", *MULTIBYTE),
    **dict.fromkeys(("dpi", "unit_x_dpi", "unit_y_dpi", "max_connections"), _up_to(1200)),
    **dict.fromkeys(("width_dots", "line_spacing_dots"), _up_to(4096)),
    "page_height_dots": _up_to(1 << 15),
    "receive_buffer_bytes": _up_to(_LARGEST),
    **dict.fromkeys(("full_free_bytes", "resume_free_bytes"), _whole),
    **dict.fromkeys(("model_id", "type_id", "rom_id"), lambda value: _whole(value) & 0xFF),
    **dict.fromkeys(("idle_close_s", "cutter_distance_mm", "roll_mm", "near_end_mm"), _number),
    **dict.fromkeys(("tail_mm", "rated_speed_mm_s", "speed_mm_s"), _number),
    **dict.fromkeys(("kanji_at_start", "drawer", "near_end_sensor"), _flag),
    "cover_error_latches": _flag,
    "fonts": _cells,
    "silent": _words,
    "code_pages": _pages,
}
