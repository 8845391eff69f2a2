"""A POS in Python that broke down: its verdict says with what."""

import pytest

from emulators.blobs import Blobs
from emulators.clock import VirtualClock
from emulators.history import History
from harness.events import PosLog
from harness.last_words import with_last_words
from harness.reports.chinese import in_chinese

ENDED = "the POS ended by itself with status 1"
TRACEBACK = (
    'Traceback (most recent call last):\n  File "till.py", line 7, in sell\n    1 / 0\n    ~~^~~\n'
)
DEEPER = f"{TRACEBACK}KeyError: 'a'\n\nDuring handling of the above exception, another came:\n\n"


@pytest.mark.parametrize(
    ("log", "said"),
    [
        (f"begins\n{TRACEBACK}ZeroDivisionError: by zero\n", "ZeroDivisionError: by zero"),
        (f"{DEEPER}{TRACEBACK}till.NoPaper: of 2\nrolls\n", "till.NoPaper: of 2"),
        (f"{TRACEBACK}KeyboardInterrupt", "KeyboardInterrupt"),
        (f"{TRACEBACK}E: {'x' * 999}\n", f"E: {'x' * 197}…"),
    ],
)
def test_the_end_of_the_last_traceback_is_told(log: str, said: str) -> None:
    assert told((ENDED, "more"), log) == (f"{ENDED}; the last error in its log: {said}", "more")


@pytest.mark.parametrize("log", ["", "all is well\n", TRACEBACK, f"{TRACEBACK}\n  \n"])
def test_a_log_without_one_adds_nothing(log: str) -> None:
    assert told((ENDED,), log) == (ENDED,)


def test_one_that_did_not_end_by_itself_is_not_told_of() -> None:
    log = f"{TRACEBACK}ValueError: caught\n"
    assert told(("the POS never answered hello",), log) == ("the POS never answered hello",)


def test_a_log_that_is_missing_is_no_trouble() -> None:
    history = History(VirtualClock())
    history.record("pos", PosLog("0" * 64, ()))
    assert with_last_words((ENDED,), history.events, Blobs()) == (ENDED,)


def test_in_chinese() -> None:
    assert in_chinese(f"{ENDED}; the last error in its log: KeyError: 'a'") == (
        "收银程序自行退出，状态码 1；日志中最后的错误：KeyError: 'a'"
    )


def told(reasons: tuple[str, ...], log: str) -> tuple[str, ...]:
    history, blobs = History(VirtualClock()), Blobs()
    history.record("pos", PosLog(blobs.put(log.encode()), ()))
    return with_last_words(reasons, history.events, blobs)
