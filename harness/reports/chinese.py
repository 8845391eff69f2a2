"""Sentences of checks, steps and runs in Chinese, for reports and output of Chinese runs.

A stored run keeps the English sentence; it is said in Chinese where people read it, by
``chinese.toml``. A sentence that the table does not have stays as it is.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("chinese.toml")
_NAME = re.compile(r"\{(\w+)\}")
_END = re.compile(r"(?<=\.) (?=[A-Z]|[a-z-]+: [A-Z])")
_WIDE = "[\u4e00-\u9fff]"
_NARROW_FIRST, _NARROW_LAST = re.compile(r"^[\w-]", re.ASCII), re.compile(r"\w$", re.ASCII)
_WIDE_FIRST, _WIDE_LAST = re.compile(f"^{_WIDE}"), re.compile(f"{_WIDE}$")
_SENTENCES = ("why", "said")
_AS_IT_STANDS = ("check", "names", "quoted")


@dataclass(frozen=True, slots=True)
class _Left:
    """How a line of what was left behind begins, and the words of its list."""

    begins: str
    chinese: str
    words: tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    sentences: tuple[tuple[re.Pattern[str], str], ...]
    words: tuple[tuple[re.Pattern[str], str], ...]
    left: tuple[_Left, ...]


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese; a step or a check's name before it stays where it stands."""
    whole = _translated(sentence) or _listed(sentence) or _each(sentence)
    if whole is not None:
        return whole
    head, mark, rest = sentence.partition(": ")
    said = in_chinese(rest) if mark else rest
    return f"{head}：{said}" if said != rest else sentence


def _translated(sentence: str) -> str | None:
    for pattern, chinese in _table().sentences:
        match = pattern.fullmatch(sentence)
        if match is not None:
            said = {name: _said(name, text) for name, text in match.groupdict().items()}
            return _filled(chinese, said)
    return None


def _filled(template: str, said: Mapping[str, str]) -> str:
    """The template with its values: a blank parts Chinese from Latin letters and digits only."""
    text = ""
    for number, part in enumerate(_NAME.split(template)):
        text = _joined(text, said[part] if number % 2 else part)
    return text


def _joined(before: str, after: str) -> str:
    bare, rest = before.rstrip(" "), after.lstrip(" ")
    if _WIDE_LAST.search(bare) and _WIDE_FIRST.search(rest):
        return bare + rest
    return f"{before}{' ' * _parted(before, after)}{after}"


def _parted(before: str, after: str) -> bool:
    into_wide = _NARROW_LAST.search(before) and _WIDE_FIRST.search(after)
    into_narrow = _WIDE_LAST.search(before) and _NARROW_FIRST.search(after)
    return bool(into_wide or into_narrow)


def _each(sentences: str) -> str | None:
    """Several sentences, when each of them is known."""
    parts = _END.split(sentences)
    if len(parts) == 1:
        return None
    said = [in_chinese(one) for one in parts]
    known = all(new != old for new, old in zip(said, parts, strict=True))
    return "".join(said) if known else None


def _said(name: str, text: str) -> str:
    """A value that is made of known words: ``sale T0001``, ``traces 000001 and 000002``.

    Names and what is quoted stay as they are, and a sentence is said as one.
    """
    if name in _AS_IT_STANDS:
        return text
    if name in _SENTENCES and (whole := in_chinese(text)) != text:
        return whole
    for pattern, chinese in _table().words:
        text = pattern.sub(chinese, text)
    return text


def _listed(sentence: str) -> str | None:
    for left in _table().left:
        if sentence.startswith(left.begins):
            rest = sentence.removeprefix(left.begins)
            for pattern, chinese in left.words:
                rest = pattern.sub(chinese, rest)
            return left.chinese + rest.replace("; ", "；").replace(", ", "，")
    return None


@lru_cache(1)
def _table() -> _Table:
    held = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return _Table(
        tuple((compiled(row["en"]), row["zh"]) for row in held["sentence"]),
        tuple((re.compile(row["en"]), row["zh"]) for row in held["word"]),
        tuple(
            _Left(row["en"], row["zh"], tuple((re.compile(en), zh) for en, zh in row["words"]))
            for row in held["left_behind"]
        ),
    )


def compiled(template: str) -> re.Pattern[str]:
    """The pattern of the sentences that a template stands for.

    A value at the beginning takes no step or check's name with it: those stand before the sentence.
    """
    parts = _NAME.split(template)
    pieces = [f"(?P<{one}>.*?)" if n % 2 else re.escape(one) for n, one in enumerate(parts)]
    if len(parts) > 1 and not parts[0]:
        pieces[1] = f"(?P<{parts[1]}>(?:(?!: ).)*?)"
    return re.compile("".join(pieces), re.DOTALL)
