"""A page of the docs as blocks, each with what no translation may change.

``python -m tests.quality.translated`` notes that each translation says what its original does now.
"""

import hashlib
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from behave import step_registry
from behave.parser import parse_feature

_SPAN = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")
_NUMBER = re.compile(r"[A-Za-z]?\d+(?:\.\d+)?", re.ASCII)
_REMARK = re.compile(r"\s{2,}#.*")
_PROSE = re.compile(r'"(?:[^"]* [^"]*|[^"]*[一-鿿][^"]*)"')
_FEATURE = re.compile(r"(?:# language: zh-CN\n)?(?:Feature|功能):")

DOCS = Path(__file__).parents[2] / "docs"
STAMPS = Path(__file__).with_name("translated.txt")
CHINESE = sorted(path.name for path in (DOCS / "zh").glob("*.md"))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a row, a point, a paragraph or code: its kind, its signs, and how it begins."""

    kind: str
    signs: tuple[object, ...]
    begins: str


def blocks(page: str) -> list[Block]:
    """The page from top to bottom."""
    return [_block(kind, text) for kind, text in _pieces(page)]


def _block(kind: str, text: str) -> Block:
    signs = _of_code(text) if kind == "code" else _of_prose(text)
    return Block(kind, signs, text.strip()[:60])


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    for part in _parts(page):
        lines = part.split("\n")
        if lines[0].startswith("    "):
            yield "code", textwrap.dedent(part)
        elif lines[0].startswith("|"):
            yield from (("row", line) for line in lines if not re.fullmatch(r"[|\s-]+", line))
        elif lines[0].startswith("* "):
            yield from (("point", one) for one in re.split(r"\n(?=\* )", part))
        elif mark := re.match(r"#+ ", part):
            yield "heading" + mark[0].rstrip(), part
        else:
            yield "paragraph", part


def _parts(page: str) -> list[str]:
    """What blank lines part; code with blank lines in it is one."""
    parts: list[str] = []
    for part in filter(None, page.strip("\n").split("\n\n")):
        if parts and part.startswith("    ") and parts[-1].startswith("    "):
            parts[-1] += f"\n\n{part}"
        else:
            parts.append(part)
    return parts


def _of_prose(text: str) -> tuple[object, ...]:
    """Names in code, numbers, where its links lead, and how many cells it has."""
    spans = frozenset(_SPAN.findall(text))
    links = sorted(re.sub(r"^(\.\./)+", "", target) for target in _LINK.findall(text))
    bare = _LINK.sub("", _SPAN.sub(" ", text))
    cells = len(re.findall(r"(?<!\\)\|", text)) if text.startswith("|") else 0
    return spans, sorted(_NUMBER.findall(bare)), links, cells


def _of_code(text: str) -> tuple[object, ...]:
    """Its lines; remarks, texts for people and the language asked for may differ."""
    if _FEATURE.match(text):
        return tuple(_steps(text))
    lines = [_REMARK.sub("", line).replace(" --lang zh", "") for line in text.splitlines()]
    return tuple(_PROSE.sub('"…"', line) for line in lines)


def _steps(text: str) -> Iterator[tuple[object, ...]]:
    """What each step calls, and with which values, whichever language it is in."""
    for scenario in parse_feature(text).walk_scenarios():
        for step in scenario.all_steps:
            found = step_registry.registry.find_match(step)
            assert found is not None, step.name
            yield (step.step_type, found.func.__doc__, *(one.value for one in found.arguments))


def stamps() -> str:
    """A line for each page: its name, and what its words come to; where they break is nothing."""
    pages = {name: (DOCS / name).read_text(encoding="utf-8").split() for name in CHINESE}
    digests = {name: hashlib.sha256(" ".join(words).encode()) for name, words in pages.items()}
    return "".join(f"{name} {made.hexdigest()[:16]}\n" for name, made in digests.items())


if __name__ == "__main__":
    STAMPS.write_text(stamps(), encoding="utf-8")
