"""Copies have nothing in common but what cannot change."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import ClassVar

import pytest

from harness.virtual.checkpoint import CheckpointError, Checkpoints
from harness.virtual.time import LoopHere


@dataclass(frozen=True)
class Word:
    text: str


@dataclass
class Box:
    words: list[Word] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(3))
    does: Callable[[], object] | None = None


def test_what_can_change_is_copied_and_the_rest_is_shared() -> None:
    kept, word = Checkpoints(), Word("same")
    box = Box([word])
    content = kept.keep(box)
    one, other = kept.restore(content), kept.restore(content)
    one.words.append(Word("new"))
    assert (next(one.numbers), next(one.numbers), next(other.numbers)) == (3, 4, 3)
    assert other.words == box.words == [word]
    assert other.words[0] is word


@dataclass(frozen=True, eq=False)
class Sign:
    """Told by identity."""

    STOP: ClassVar["Sign"]
    text: str


Sign.STOP = Sign("stop")
NOTHING = object()


def test_what_is_told_by_identity_stays_what_it_is() -> None:
    kept = Checkpoints()
    box = Box([Word("same")], does=[Sign.STOP, NOTHING].copy)
    stop, nothing = kept.restore(kept.keep(box)).does()
    assert stop is Sign.STOP
    assert nothing is NOTHING


def test_what_a_function_holds_on_to_is_the_copy() -> None:
    kept, box = Checkpoints(), Box()
    box.does = lambda: box.words.append(Word("said"))
    copy = kept.restore(kept.keep(box))
    copy.does()
    assert (copy.words, box.words) == ([Word("said")], [])


def test_gaps_are_filled_anew() -> None:
    kept, first, second = Checkpoints(), Word("first"), Word("second")
    content = kept.keep([first, second, first], (first, second))
    assert kept.restore(content, (1, 2)) == [1, 2, 1]


def test_a_loop_goes_on_from_where_it_was() -> None:
    here, said = LoopHere(), []
    here.loop.call_later(5, lambda: said.append(here.loop.time()))
    here.run(asyncio.sleep(2))
    kept = Checkpoints()
    content = kept.keep((here, said))
    here.close()
    copy, heard = kept.restore(content)
    copy.run(asyncio.sleep(10))
    copy.close()
    assert (heard, said, copy.loop.time()) == ([5.0], [], 12.0)


def test_what_is_waited_for_cannot_be_kept() -> None:
    here = LoopHere()

    async def wait() -> None:
        await asyncio.sleep(1)

    task = here.loop.create_task(wait())
    with pytest.raises(CheckpointError):
        Checkpoints().keep((here, task))
    here.close()
