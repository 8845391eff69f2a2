"""A person as the means: told what to do, watched, and not waited for for ever."""

import asyncio
import os
import pty
from collections.abc import Iterator

import pytest

from emulators.printer import effects
from harness.lab.deeds import DEEDS, EVERY, deeds_for
from harness.lab.hands import DeedError
from harness.lab.pictures import picture_of
from harness.lab.prompts import Prompt

LOAD = DEEDS[effects.LoadPaper]


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """A terminal: its other end, and its path."""
    keys, shown = pty.openpty()
    yield keys, os.ttyname(shown)
    os.close(keys)
    os.close(shown)


def test_enter_says_that_it_is_done(terminal: tuple[int, str]) -> None:
    keys, path = terminal

    async def told() -> None:
        doing = asyncio.ensure_future(Prompt(5, path).do(LOAD, effects.LoadPaper()))
        await asyncio.sleep(0)
        os.write(keys, b"\n")
        await doing

    asyncio.run(told())
    said = os.read(keys, 4096).decode()
    assert "Put a roll of paper in, and close the cover." in said
    assert "within 5 s" in said


def test_the_printer_may_say_it_before_he_does(terminal: tuple[int, str]) -> None:
    async def seen() -> None:
        prompt = Prompt(5, terminal[1])
        doing = asyncio.ensure_future(prompt.do(LOAD, effects.LoadPaper()))
        await asyncio.sleep(0)
        prompt.done()
        await doing

    asyncio.run(seen())


def test_nobody_is_waited_for_for_ever(terminal: tuple[int, str]) -> None:
    with pytest.raises(DeedError, match=r"nobody did it in 0.05 s.*\[lab.paper\] within_s"):
        asyncio.run(Prompt(0.05, terminal[1]).do(LOAD, effects.LoadPaper()))


def test_without_a_terminal_he_cannot_confirm(tmp_path: object) -> None:
    assert not Prompt(1, f"{tmp_path}/no-terminal").confirms


def test_every_deed_has_its_words_and_a_picture() -> None:
    for deed in EVERY:
        assert deed.asks.endswith(".")
        assert picture_of(deed).strip()


def test_a_brownout_is_the_power_off_and_on() -> None:
    assert [deed.verb for deed in deeds_for(effects.Brownout())] == ["off", "on"]
