"""``report.html`` of a campaign: the scorecard, the failures as stories, the coverage grid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from emulators.errors import HistoryError
from emulators.history import Blobs, load_events
from harness import version
from harness.checks.judge import judge
from harness.explore.about import About
from harness.explore.outcome import Group, Outcome
from harness.explore.store import Store
from harness.reports.cases import make_case
from harness.reports.folder import ScenarioFolder
from harness.reports.html import MOST_BYTES, fitting, page_environment
from harness.reports.summary import ScenarioResult, Status
from harness.reports.texts import texts

_WORDS = {
    "en": {
        "title": "Exploration",
        "lead": "{runs} of {total} schedules were run. They stand for {points} moments of the day.",
        "folded": "folded",
        "scorecard": "Scorecard",
        "group": "What breaks",
        "share": "held",
        "failures": "What goes wrong, and the smallest way to see it",
        "schedules": "{n} schedules",
        "liveness": "does not come back",
        "safety": "does what it must not",
        "grid": "Coverage: each fault at each kind of moment",
        "legend": "Schedules that held; failed ones are marked ✗, undecided ones with ?.",
    },
    "zh": {
        "title": "穷举探索",
        "lead": "共{total}个方案，已执行{runs}个，代表一天中的{points}个时刻。",
        "folded": "已归并",
        "scorecard": "成绩单",
        "group": "故障部位",
        "share": "通过",
        "failures": "出了什么问题，以及最小的重现方法",
        "schedules": "{n}个方案",
        "liveness": "不能恢复",
        "safety": "做了不该做的事",
        "grid": "覆盖：每种故障在每类时刻",
        "legend": "数字为通过的方案数；✗ 为失败，? 为无法判定。",
    },
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A fault at a kind of moment."""

    held: int = 0
    failed: int = 0
    unsure: int = 0
    folded: int = 0

    @property
    def all(self) -> int:
        """How many schedules."""
        return self.held + self.failed + self.unsure

    @property
    def tone(self) -> str:
        """The worst of it."""
        return "failed" if self.failed else "unsure" if self.unsure else "held"

    @property
    def text(self) -> str:
        """As it stands in the grid."""
        parts = [f"✗{self.failed}"] * bool(self.failed) + [f"?{self.unsure}"] * bool(self.unsure)
        return " ".join([*([str(self.held)] if self.held else []), *parts])

    @property
    def title(self) -> str:
        """All of it in words."""
        return f"{self.held} held, {self.failed} failed, {self.unsure} unknown, +{self.folded}"

    def __add__(self, other: "Cell") -> "Cell":
        """Both together."""
        return Cell(
            self.held + other.held,
            self.failed + other.failed,
            self.unsure + other.unsure,
            self.folded + other.folded,
        )


def cells(store: Store) -> dict[tuple[str, str], Cell]:
    """The coverage grid by fault and moment."""
    found: dict[tuple[str, str], Cell] = {}
    for fault, moment, verdict, count, folded in store.cells():
        one = {
            "pass": Cell(held=count, folded=folded),
            "fail": Cell(failed=count, folded=folded),
        }.get(verdict, Cell(unsure=count, folded=folded))
        found[fault, moment] = found.get((fault, moment), Cell()) + one
    return found


@dataclass(frozen=True, slots=True)
class Score:
    """A row of the scorecard."""

    name: str
    held: int
    failed: int
    unsure: int

    @property
    def all(self) -> int:
        """How many schedules."""
        return self.held + self.failed + self.unsure


def scorecard(grid: Mapping[tuple[str, str], Cell]) -> list[Score]:
    """By what breaks: printer, line, host, till, operator."""
    parts: dict[str, Cell] = {}
    for (fault, _), cell in grid.items():
        name = fault.rpartition(".")[0]
        parts[name] = parts.get(name, Cell()) + cell
    return [Score(n, c.held, c.failed, c.unsure) for n, c in sorted(parts.items())]


def write_page(
    about: About, store: Store, done: Outcome, folder: Path, language: str = "en"
) -> None:
    """Write the report. Raises OSError."""
    lang = "zh" if language.startswith("zh") else "en"
    grid = cells(store)
    moments = sorted({moment for _, moment in grid})
    faults = sorted({fault for fault, _ in grid})
    page = (
        page_environment()
        .get_template("campaign.html.jinja")
        .render(
            about=about,
            done=done,
            counts=sorted(done.counts.items()),
            score=scorecard(grid),
            groups=list(_stories(done.groups, folder, lang)),
            moments=moments,
            grid=[(fault, [grid.get((fault, m)) for m in moments]) for fault in faults],
            t=texts(lang),
            w=_WORDS[lang],
            version=version(),
        )
    )
    (folder / "report.html").write_text(page, encoding="utf-8")


def _stories(
    groups: Iterable[Group], folder: Path, lang: str
) -> Iterable[tuple[Group, Markup | str]]:
    left_bytes = MOST_BYTES
    for number, group in enumerate(groups, start=1):
        section = _story(number, group, folder, lang, left_bytes)
        left_bytes -= len(section.encode())
        yield group, section


def _story(number: int, group: Group, folder: Path, lang: str, most_bytes: int) -> Markup | str:
    """The confirmed case of a group, told as a report of a run tells a scenario."""
    if not group.schedule:
        return ""
    held = ScenarioFolder((folder / group.schedule).parent / "case")
    if not held.history.is_file():
        held = ScenarioFolder((folder / group.schedule).parent)
    try:
        results = judge(load_events(held.history), Blobs(held.blobs))
    except HistoryError:
        return ""
    scenario = ScenarioResult(
        name=f"{group.check} · {group.fault}",
        status=Status.FAIL,
        results=tuple(results),
        folder=held,
    )
    return fitting(make_case(number, scenario, folder, lang), texts(lang), most_bytes)
