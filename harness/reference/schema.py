"""The page on the books, made from the comments and statements of ``schema.sql``."""

import re
from collections.abc import Iterator
from importlib import resources
from textwrap import fill

_STATEMENT = re.compile(
    r"((?:^--[^\n]*\n)+)CREATE (TABLE|VIEW) IF NOT EXISTS (\w+)(.*?);\n", re.MULTILINE | re.DOTALL
)
WIDTH = 100
_COLUMN = re.compile(r"(\w+) (INTEGER|TEXT)\b")


def schema_sections() -> str:
    """A section for each table and view: what it holds, and a table's columns."""
    file = resources.files("emulators.acquirer").joinpath("schema.sql")
    return "\n\n".join(_sections(file.read_text(encoding="utf-8")))


def _sections(text: str) -> Iterator[str]:
    for comment, kind, name, rest in _STATEMENT.findall(text):
        words = " ".join(line.removeprefix("--").strip() for line in comment.splitlines())
        columns = ", ".join(f"`{column}`" for column, _ in _COLUMN.findall(rest))
        listed = f"\n\n{fill(columns, WIDTH)}" if kind == "TABLE" else ""
        yield f"## `{name}` ({kind.lower()})\n\n{fill(words, WIDTH)}{listed}"
