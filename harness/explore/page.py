"""``report.html`` of a campaign: the scorecard, the failures as stories, the coverage grid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from emulators.blobs import Blobs
from emulators.errors import HistoryError
from emulators.history_file import load_events
from harness import version
from harness.checks.judge import judge
from harness.explore.about import About
from harness.explore.again import config_option, replay_options
from harness.explore.marks import MARKS
from harness.explore.outcome import Group, Outcome, shortened
from harness.explore.store import Store
from harness.explore.trial import POS_ENDED
from harness.reports.cases import make_case
from harness.reports.chinese import in_chinese
from harness.reports.folder import ScenarioFolder
from harness.reports.html import MOST_BYTES, fitting, page_environment
from harness.reports.sentences import fault_titles
from harness.reports.summary import ScenarioResult, Status
from harness.reports.texts import texts

_WORDS = {
    "en": {
        "title": "Exploration",
        "lead": "{runs} schedules were run, of {total} that stand for {points} moments of the day.",
        "folded": "folded",
        "scorecard": "Scorecard",
        "group": "What breaks",
        "share": "held",
        "points": "moments",
        "seen": "Recovery paths that were seen",
        "checks": "Checks that held wherever they had something to judge",
        "same": "The same trouble as {name}: the same smallest schedule.",
        "from": "from the folder of this report:",
        "failures": "What goes wrong, and the smallest way to see it",
        "schedules": "schedules: {n}",
        "liveness": "does not come back",
        "safety": "does what it must not",
        "grid": "Coverage: each fault at each kind of moment",
        "legend": "Schedules that held; failed ones are marked ✗, undecided ones with ?.",
        "cell": "{held} held, {failed} failed, {unsure} unknown, +{folded} folded",
        "colon": ": ",
        "comma": ", ",
        "semicolon": "; ",
        "stop": ".",
    },
    "zh": {
        "title": "穷举探索",
        "lead": "共 {total} 个方案，代表一天中的 {points} 个时刻；已执行 {runs} 个。",
        "folded": "已归并",
        "scorecard": "结果汇总",
        "group": "故障部位",
        "share": "通过率",
        "points": "时刻",
        "seen": "已走过的恢复路径",
        "checks": "凡有判断依据之处均通过的检查",
        "same": "与 {name} 同源：最小方案相同。",
        "from": "在本报告所在目录执行：",
        "failures": "出了什么问题，以及最小的重现方法",
        "schedules": "{n} 个方案",
        "liveness": "不能恢复",
        "safety": "做了不该做的事",
        "grid": "覆盖：每种故障在每类时刻",
        "legend": "数字为通过的方案数；✗ 为失败，? 为无法判定。",
        "cell": "通过 {held}，失败 {failed}，无法判定 {unsure}，另归并 {folded}",
        "colon": "：",
        "comma": "、",
        "semicolon": "；",
        "stop": "。",
    },
}

# What breaks, by the first part of a fault's name.
_PARTS = {
    "en": {
        "acquirer.link": "the line to the host",
        "host": "the host",
        "none": "nothing: a clean day",
        "operator": "the operator's hand",
        "pos": "the till's own process, clock and disk",
        "printer": "the printer",
        "printer.link": "the line to the printer",
        "terminal": "the payment terminal",
    },
    "zh": {
        "acquirer.link": "主机线路",
        "host": "主机",
        "none": "无故障的一天",
        "operator": "操作员",
        "pos": "收银机的进程、时钟与磁盘",
        "printer": "打印机",
        "printer.link": "打印机线路",
        "terminal": "支付终端",
    },
}

# When it breaks, as the head of a column says it: the kind of event.
_MOMENTS: Mapping[str, Mapping[str, str]] = {
    "en": {},
    "zh": {
        "a clean run": "无故障",
        "host.booked": "银行入账",
        "host.booking": "银行决定",
        "host.request": "请求到达",
        "host.response": "应答备好",
        "host.sent": "应答发出",
        "operation.invoked": "操作开始",
        "operation.returned": "操作结束",
        "pos.ready": "收银机就绪",
        "pos.started": "收银程序启动",
        "printer.cut": "切纸",
        "printer.drawer": "钱箱脉冲",
        "printer.line": "打印一行",
        "printer.replied": "打印机应答",
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

    def title(self, words: Mapping[str, str]) -> str:
        """All of it in the words of a language."""
        return words["cell"].format(
            held=self.held, failed=self.failed, unsure=self.unsure, folded=self.folded
        )

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
    folded: int

    @property
    def all(self) -> int:
        """How many schedules."""
        return self.held + self.failed + self.unsure


def scorecard(grid: Mapping[tuple[str, str], Cell], lang: str = "en") -> list[Score]:
    """By what breaks: printer, line, host, till, operator."""
    parts: dict[str, Cell] = {}
    for (fault, _), cell in grid.items():
        name = fault.rpartition(".")[0] or fault
        parts[name] = parts.get(name, Cell()) + cell
    words = _PARTS[lang]
    return [
        Score(words.get(name, name), c.held, c.failed, c.unsure, c.folded)
        for name, c in sorted(parts.items())
    ]


def write_page(
    about: About, store: Store, done: Outcome, folder: Path, language: str = "en"
) -> None:
    """Write the report. Raises OSError."""
    lang = "zh" if language.startswith("zh") else "en"
    say = in_chinese if lang == "zh" else str
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
            score=scorecard(grid, lang),
            seen=[MARKS[name].sentence for name in store.marks() if name in MARKS],
            say=say,
            notes=[shortened(say(text)) for text in done.missing + done.notes],
            held=[n for n in store.held() if n not in {g.check for g in done.groups}],
            groups=list(_stories(done.groups, folder, lang)),
            moments=[(moment, _MOMENTS[lang].get(moment, moment)) for moment in moments],
            titles=fault_titles(lang),
            replay=replay_options(about, folder),
            run=config_option(about, folder),
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
    roots: dict[str, str] = {}
    for number, group in enumerate(groups, start=1):
        name = f"{group.check} · {group.fault}"
        if group.root and roots.setdefault(group.root, name) != name:
            yield group, _WORDS[lang]["same"].format(name=roots[group.root])
            continue
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
        events = load_events(held.history)
        results = judge(events, Blobs(held.blobs))
    except HistoryError:
        return ""
    own = group.message if group.check == POS_ENDED else ""  # no check says it
    scenario = ScenarioResult(
        name=f"{group.check} · {group.fault}",
        status=Status.FAIL,
        results=tuple(results),
        reasons=tuple(filter(None, (own, group.why))),
        folder=held,
        duration_s=events[-1].t_ms / 1000 if events else 0.0,
    )
    case = make_case(number, scenario, folder, lang)
    case = replace(case, can_replay=False)  # the group says how, above it
    return fitting(case, texts(lang), most_bytes)
