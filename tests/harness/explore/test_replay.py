"""N/N, or the first event that is not in all runs."""

import json
from pathlib import Path

from emulators.clock import VirtualClock
from emulators.events import to_json
from emulators.history import History
from harness.events import OperatorDid
from harness.explore.executor import Done, Task
from harness.explore.replay import Replayed, replay
from harness.explore.schedule import Schedule
from harness.explore.trial import Finding

from .fakes import CHARGED, DAY, PASS, FakeExecutor


class Writes(FakeExecutor):
    """Leaves a History of one event, which in the third run is another."""

    def __init__(self, third: Finding, did: str) -> None:
        super().__init__()
        self._third, self._did = third, did

    def run(self, tasks):  # type: ignore[no-untyped-def]
        for task in tasks:
            yield Done(task, self._one(task))

    def _one(self, task: Task) -> Finding:
        history = History(VirtualClock())
        history.record("operator", OperatorDid(self._did if task.number == 3 else "mends"))
        folder = Path(task.folder)
        folder.mkdir(parents=True)
        rows = (json.dumps(to_json(item)) for item in history.events)
        (folder / "history.jsonl").write_text("\n".join(rows) + "\n")
        return self._third if task.number == 3 else CHARGED


def again(folder: Path, third: Finding = CHARGED, did: str = "mends") -> Replayed:
    return replay(Schedule(DAY), 4, Writes(third, did), folder)


def test_all_come_to_the_same(tmp_path: Path) -> None:
    told = again(tmp_path)
    assert told.lines()[0] == "4/4 fail charged-once"
    assert (told.verdict, told.parts) == ("fail", "")


def test_it_is_told_in_chinese(tmp_path: Path) -> None:
    lines = again(tmp_path, PASS, "goes home").lines("zh")
    assert lines[0] == "3/4 不通过 charged-once"
    assert lines[-1].startswith("  第 001 次与第 003 次的分歧在 operator 的第 1 个事件：")


def test_one_comes_to_something_else(tmp_path: Path) -> None:
    told = again(tmp_path, PASS, "goes home")
    assert told.lines()[0] == "3/4 fail charged-once"
    assert told.verdict == "unknown"
    assert told.parts.startswith("001 and 003 part at operator, event 1")


def test_the_same_end_by_another_way_is_told(tmp_path: Path) -> None:
    told = again(tmp_path, CHARGED, "goes home")
    assert told.lines()[0] == "4/4 fail charged-once"
    assert "part at operator" in told.lines()[-1]
