"""What is made of the failures: the smallest schedule of each group, confirmed, and its feature."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from emulators.errors import HistoryError, UsageError
from emulators.events import Event
from emulators.history_file import load_events
from harness.explore.campaign import Place
from harness.explore.executor import Executor, Task
from harness.explore.gherkin import to_feature
from harness.explore.outcome import Group
from harness.explore.schedule import Schedule, save_schedule
from harness.explore.shrink import Shrinker
from harness.explore.trial import POS_ENDED, Finding
from harness.reports.chinese import in_chinese
from harness.reports.folder import slug

TRIES = 2  # a till that is not deterministic may come away once
SHRINKS_WITHIN_S = 60.0  # of each group: a POS that hangs makes every run slow
GROUPS = 12  # that many are shrunk; the others keep their first case


@dataclass(slots=True)
class Finisher:
    """Works in ``failures/`` of the campaign's folder, a folder a group.

    ``as_process``: where a POS that is a class in the campaign is tried as the process that it is
    for whoever runs the feature.
    """

    place: Place
    language: str = "en"
    as_process: Executor | None = None

    def finish(self, groups: Sequence[Group]) -> tuple[Group, ...]:
        """Shrink each of the first groups. Ctrl-C leaves the rest as they were found."""
        done = list(groups)
        try:
            for number, group in enumerate(groups[:GROUPS]):
                done[number] = self._finish(group)
        except KeyboardInterrupt:
            pass
        return tuple(done)

    def _finish(self, group: Group) -> Group:
        row = next(self.place.store.rows("fail", group.check, group.fault, 1))
        folder = self.place.folder / "failures" / slug(f"{group.check} {group.fault}")
        if group.check == POS_ENDED:
            smallest = row.planned.schedule
        else:
            until_s = time.monotonic() + SHRINKS_WITHIN_S
            smallest = Shrinker(
                row.planned.schedule,
                group.check,
                lambda one: self._run(one, folder / "try"),
                enough=lambda: time.monotonic() > until_s,
            ).shrink()
        shutil.rmtree(folder / "try", ignore_errors=True)
        confirmed = self._confirmed(smallest, group, folder)
        if not self._fails(confirmed, group) and smallest != row.planned.schedule:
            smallest = row.planned.schedule  # shrunk into something that fails by chance only
            confirmed = self._confirmed(smallest, group, folder)
        aside = self._aside(smallest, group, folder / "try")
        chinese = self.language.startswith("zh")
        named = replace(smallest, name=_NAMES[chinese].format(group.check, group.fault))
        say = in_chinese if chinese else str
        folder.mkdir(parents=True, exist_ok=True)
        save_schedule(named, folder / "schedule.json")
        path = folder.relative_to(self.place.folder).as_posix()
        message = self._message(confirmed, group)
        feature = self._feature(named, folder, f"{say(message)}\n{say(aside)}")
        return replace(
            group,
            message=message,
            schedule=f"{path}/schedule.json",
            feature=f"{path}/{feature}" if feature else "",
            note="" if self._fails(confirmed, group) else _NOT_CONFIRMED,
            aside=aside,
            root=smallest.id,
            why=confirmed.why if self._fails(confirmed, group) else group.why,
        )

    def _aside(self, schedule: Schedule, group: Group, folder: Path) -> str:
        """That only virtual time shows it, where that is so."""
        if self.as_process is None:
            return ""
        task = Task(0, schedule, str(folder), keep_all=True, rate=1.0, once=True)
        try:
            for _ in range(TRIES):
                (done,) = self.as_process.run([task])
                if self._fails(done.finding, group):
                    return ""
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return _ONLY_VIRTUAL

    def _confirmed(self, schedule: Schedule, group: Group, folder: Path) -> Finding:
        """With the POS's time at its own pace: what the report is written from."""
        for _ in range(TRIES):
            finding = self._run(schedule, folder / "case", rate=1.0)[0]
            if self._fails(finding, group):
                break
        return finding

    @staticmethod
    def _fails(finding: Finding, group: Group) -> bool:
        return any(broken.check == group.check for broken in finding.broken)

    @staticmethod
    def _message(finding: Finding, group: Group) -> str:
        said = [broken.message for broken in finding.broken if broken.check == group.check]
        return said[0] if said else group.message

    def _run(
        self, schedule: Schedule, folder: Path, rate: float = 0.0
    ) -> tuple[Finding, Sequence[Event]]:
        task = Task(0, schedule, str(folder), keep_all=True, rate=rate, once=True)
        ((_, finding),) = [(done.task, done.finding) for done in self.place.executor.run([task])]
        try:
            return finding, load_events(folder / "history.jsonl")
        except HistoryError:
            return finding, ()

    def _feature(self, schedule: Schedule, folder: Path, why: str) -> str:
        """The feature's name in the folder; '' when there are no words for the schedule."""
        name = f"{slug(schedule.name)}.feature"
        try:
            text = to_feature(schedule, self.language, why)
        except UsageError:
            return ""
        (folder / name).write_text(text, encoding="utf-8")
        return name


_NAMES = ("{} after {}", "{}（{}）")  # of a scenario, in English and in Chinese
_ONLY_VIRTUAL = (
    f"In virtual time only: as a process it held {TRIES} of {TRIES} times, since there the moments"
    " follow one another as the machine has it."
)
_NOT_CONFIRMED = "failed once and not again: the POS is not deterministic, or the machine was busy"
