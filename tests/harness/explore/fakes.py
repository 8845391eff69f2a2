"""A campaign's parts without a bench: an executor that knows the answers, and small plans."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from harness.explore.executor import Done, Task
from harness.explore.plan import Planned
from harness.explore.schedule import Schedule
from harness.explore.trial import Broken, Finding
from harness.faults import add_harness_faults
from harness.workloads.files import find_workload

add_harness_faults()
DAY = find_workload("six-operations")
PASS = Finding("pass", fired=1, held=("charged-once",))
CHARGED = Finding("fail", (Broken("charged-once", "The customer was charged twice."),), fired=1)
Judge = Callable[[Schedule], Finding]


class FakeExecutor:
    """Judges each schedule by a function, in order."""

    def __init__(self, judge: Judge = lambda _: PASS) -> None:
        self._judge = judge
        self.ran: list[Schedule] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            self.ran.append(task.schedule)
            Path(task.folder).mkdir(parents=True, exist_ok=True)
            yield Done(task, self._judge(task.schedule))

    def close(self) -> None:
        """Nothing runs."""


def planned(number: int, fault: str = "pos.kill") -> Planned:
    spec = f"{fault}@point(printer/1/printer.line/1.{number}/1)"
    return Planned(number, Schedule(DAY, (spec,)), fault, "printer.line", folded=number)
