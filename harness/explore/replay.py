"""A schedule again, several times: does it come to the same, and where do the runs part?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from emulators.events import Event
from emulators.history_file import load_events
from harness.canonical import difference
from harness.explore.executor import Executor, Task
from harness.explore.schedule import Schedule
from harness.explore.trial import Finding
from harness.reports.chinese import in_chinese
from harness.reports.texts import texts


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the runs came to. ``parts``: the first event that is not in all of them, as a sentence.

    ``same``: how many ended as most did: with the same verdict and the same failed checks.
    """

    findings: tuple[Finding, ...]
    same: int
    parts: str

    @property
    def finding(self) -> Finding:
        """What most of them came to."""
        return max(self.findings, key=lambda one: _alike(self.findings, one))

    @property
    def verdict(self) -> str:
        """One that not all runs came to is unknown, unless it is a failure."""
        return self.finding.verdict if self.same == len(self.findings) else "unknown"

    def lines(self, lang: str = "en") -> list[str]:
        """For people: ``N/N`` first, then what was found, then where the runs part."""
        finding = self.finding
        say, verdicts = (in_chinese, texts(lang)) if lang == "zh" else (str, dict[str, str]())
        verdict = verdicts.get(f"verdict_{finding.verdict}", finding.verdict)
        checks = ", ".join(one.check for one in finding.broken)
        head = f"{self.same}/{len(self.findings)} {verdict} {checks}".rstrip()
        found = [f"{one.check}: {one.message}" for one in finding.broken]
        return [head, *(f"  {say(text)}" for text in (*found, finding.why, self.parts) if text)]

    def values(self) -> dict[str, object]:
        """For programs."""
        broken = [{"check": b.check, "message": b.message} for b in self.finding.broken]
        return {
            "verdict": self.verdict,
            "same": self.same,
            "times": len(self.findings),
            "broken": broken,
            "why": self.finding.why,
            "parts": self.parts,
        }


def replay(
    schedule: Schedule, times: int, executor: Executor, folder: Path, rate: float = 0.0
) -> Replayed:
    """Run it so many times; each run's evidence stays in a folder of its number."""
    tasks = [
        Task(number, schedule, str(folder / f"{number:03}"), keep_all=True, rate=rate)
        for number in range(1, times + 1)
    ]
    found = {done.task.number: done.finding for done in executor.run(tasks)}
    findings = tuple(found[number] for number in sorted(found))
    same = max((_alike(findings, one) for one in findings), default=0)
    return Replayed(findings, same, _parts(folder, sorted(found)))


def _alike(findings: Sequence[Finding], one: Finding) -> int:
    return sum(_end(other) == _end(one) for other in findings)


def _end(finding: Finding) -> tuple[str, tuple[str, ...]]:
    return finding.verdict, tuple(broken.check for broken in finding.broken)


def _parts(
    folder: Path, numbers: Sequence[int], load: Callable[[Path], Sequence[Event]] = load_events
) -> str:
    """One History is held at a time, beside the first."""
    paths = [folder / f"{number:03}" / "history.jsonl" for number in numbers]
    paths = [path for path in paths if path.is_file()]
    if not paths:
        return ""
    first = load(paths[0])
    for path in paths[1:]:
        parts = difference(first, load(path))
        if parts:
            return f"{paths[0].parent.name} and {path.parent.name} part at {parts}"
    return ""
