"""The screen of a text-mode till: a model of the terminal, fed with what the till writes.

The model is pyte's; this makes it safe for anything that a program can write, in bounded memory.
"""

import codecs
import functools
import inspect
import unicodedata
from collections.abc import Callable
from typing import Any

import pyte

LONGEST_SEQUENCE = 4096  # characters: one that has not ended by then is dropped
_MARKS = 16  # combining marks on one character


class _Stream(pyte.Stream):
    """A parser that tells whether it is inside a control sequence."""

    @property
    def inside(self) -> bool:
        return not self._taking_plain_text


class _Paper(pyte.Screen):
    """pyte's screen, which answers queries, and takes control sequences that it does not know."""

    def __init__(self, columns: int, rows: int, answer: Callable[[bytes], None]) -> None:
        self._answer = answer
        super().__init__(columns, rows)

    def write_process_input(self, data: str) -> None:
        """The terminal answers a query of the program (where the cursor is, what it is)."""
        self._answer(data.encode("ascii", "replace"))

    def draw(self, data: str) -> None:
        """Text. A character takes no more than so many combining marks."""
        last = self.buffer[self.cursor.y][max(0, self.cursor.x - 1)].data
        if len(last) > _MARKS:
            data = data.lstrip("".join(c for c in set(data) if unicodedata.combining(c)))
        super().draw(data)


def _tolerant(method: Callable[..., None]) -> Callable[..., None]:
    """``method`` for any parameters: more than it takes, or private ones, are not for it."""
    known = inspect.signature(method).parameters.values()
    many = any(one.kind is one.VAR_POSITIONAL for one in known)
    private = any(one.kind is one.VAR_KEYWORD or one.name == "private" for one in known)

    @functools.wraps(method)
    def taken(self: Any, *args: int, **kwargs: bool) -> None:
        if many or len(args) < len(known):
            method(self, *args, **(kwargs if private else {}))

    return taken


for _name in sorted({*pyte.Stream.csi.values()}):
    setattr(_Paper, _name, _tolerant(getattr(pyte.Screen, _name)))


class Screen:
    """What stands on the screen now.

    Args:
        columns, rows: its size in characters.
        encoding: what the program writes in.
        answer: takes the octets that the terminal itself sends to the program.
    """

    def __init__(
        self, columns: int, rows: int, encoding: str, answer: Callable[[bytes], None]
    ) -> None:
        self._paper = _Paper(columns, rows, answer)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._stream = _Stream(self._paper)
        self._inside = 0

    def feed(self, data: bytes) -> None:
        """The program has written this. Never raises, whatever it is."""
        text = self._decoder.decode(data)
        for start in range(0, len(text), LONGEST_SEQUENCE):
            self._piece(text[start : start + LONGEST_SEQUENCE])

    def _piece(self, piece: str) -> None:
        try:
            self._stream.feed(piece)
        except Exception:  # noqa: BLE001  (a sequence that the model cannot take is dropped)
            self._stream = _Stream(self._paper)
        self._inside = self._inside + len(piece) if self._stream.inside else 0
        if self._inside > 2 * LONGEST_SEQUENCE:
            self._stream, self._inside = _Stream(self._paper), 0

    @property
    def text(self) -> str:
        """The rows, without the blanks at their ends, parted by line feeds."""
        return "\n".join(line.rstrip() for line in self._paper.display)
