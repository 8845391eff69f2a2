"""The files that ``tillproof render`` writes."""

import json
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from emulators.errors import UsageError
from emulators.printer import pdf
from emulators.printer.render import Rendering, to_html, to_json, to_svg, to_text
from harness.cli.sheet import pages, sheet

Format = Callable[[Rendering], bytes]


def find_format(suffix: str) -> Format:
    """How a file of that suffix is written. Raises UsageError that lists what there is."""
    found = _FORMATS.get(suffix.lower())
    if found is None:
        raise UsageError(f"nothing is written as {suffix!r}: end OUT in {', '.join(_FORMATS)}")
    return found


def only_slip(printed: Rendering, number: int) -> Rendering:
    """One slip of it, counted from 1. Raises UsageError when there is none of that number."""
    if not 1 <= number <= len(printed.slips):
        raise UsageError(f"--slip {number}: there are {len(printed.slips)} slips")
    return replace(printed, slips=printed.slips[number - 1 : number])


def _text(printed: Rendering) -> bytes:
    return to_text(printed).encode()


def _json(printed: Rendering) -> bytes:
    return (json.dumps(to_json(printed), ensure_ascii=False, indent=2) + "\n").encode()


def _html(printed: Rendering) -> bytes:
    return to_html(printed).encode()


def _svg(printed: Rendering) -> bytes:
    return to_svg(sheet(printed.slips)).encode()


def _png(printed: Rendering) -> bytes:
    return sheet(printed.slips).png


def _pdf(printed: Rendering) -> bytes:
    return pdf.encode(pages(printed.slips))


_FORMATS: MappingProxyType[str, Format] = MappingProxyType(
    {".txt": _text, ".png": _png, ".svg": _svg, ".html": _html, ".json": _json, ".pdf": _pdf}
)
