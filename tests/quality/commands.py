"""Commands that stand in documents, and whether the command line knows them."""

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click

from harness.cli import tillproof

_PLACEHOLDERS = (
    (r"\$\{\{ matrix\.shard \}\}", "1"),
    (r"\$CI_NODE_INDEX", "1"),
    (r"\$CI_NODE_TOTAL", "4"),
)
_SHELL = ("&", "&&", "|", ">", "2>")  # here our command ends
_COMMAND = re.compile(r"^(?: {4}|\s*- (?:run: )?|#   .*)(tillproof [a-z].*)$", re.MULTILINE)


def commands(page: Path) -> Iterator[list[str]]:
    """The words behind ``tillproof`` of each command in a page, comments and placeholders out."""
    text = page.read_text(encoding="utf-8")
    for placeholder, value in _PLACEHOLDERS:
        text = re.sub(placeholder, value, text)
    for line in _COMMAND.findall(text):
        words = shlex.split(line, comments=True)[1:]
        yield list(takewhile(lambda word: word not in _SHELL, words))


def unknown(words: list[str]) -> str:
    """What the command line does not know of a command, '' when it knows all."""
    verb, *rest = words
    command = tillproof.get_command(click.Context(tillproof), verb)
    if command is None:
        return verb
    if isinstance(command, click.Group) and rest and rest[0] in command.commands:
        command = command.commands[rest[0]]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    return " ".join(word for word in rest if word.startswith("-") and word not in known)
