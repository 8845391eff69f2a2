"""The words of a campaign's output, in English and Chinese."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.cli.spoken import CHINESE, ENGLISH


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """What stands on the lines; ``say`` puts a sentence into the language."""

    judged_already: str
    pairs: str
    kinds: str
    not_clean: str
    report: str
    cell: str
    between_flushes: str
    plan: str
    progress: str
    safety: str
    liveness: str
    group: str
    ran: str
    none_ran: str
    rate: str
    seed: str
    comma: str
    option: str
    counts: Mapping[str, str]
    verdicts: Mapping[str, str]
    spans: tuple[str, str, str]
    say: Callable[[str], str]

    def span(self, seconds: float) -> str:
        """A time in seconds, minutes or hours."""
        short, middle, long = self.spans
        if seconds < 90:
            return short.format(seconds)
        return middle.format(seconds / 60) if seconds < 5400 else long.format(seconds / 3600)


def campaign_words(language: str) -> CampaignWords:
    """The words of ``en``, ``zh`` or ``zh-CN``."""
    return _CHINESE if language.startswith("zh") else _ENGLISH


_ENGLISH = CampaignWords(
    judged_already="{judged} of {total} are judged already",
    pairs="{number} pairs: a second fault while the POS gets over a first",
    kinds="{number} kinds of failure: looking for the smallest of each",
    not_clean="{pos}: {verdict} without any fault, so none was tried",
    report="report: {path}",
    cell="{fault:34} {points:5} points, {folded} folded",
    between_flushes=", {number} of them between flushes",
    plan="{workload}: {total} schedules stand for {points} points; about {span} with -j {jobs}, "
    "seed {seed}",
    progress="{ran}/{total}  {rate:.1f}/s  {left} left  {failed} failed  {unknown} unknown",
    safety="Does what it must not:",
    liveness="Does not come back:",
    group="(schedules: {number})",
    ran="{ran} of {total} schedules ({counts})",
    none_ran="none was run",
    rate="{rate:.1f} runs/s; ",
    seed="seed {seed}",
    comma=", ",
    option="",
    counts={},
    verdicts={},
    spans=("{:.0f} s", "{:.0f} min", "{:.1f} h"),
    say=ENGLISH.say,
)
_CHINESE = CampaignWords(
    judged_already="{total} 个方案中已判定 {judged} 个",
    pairs="{number} 个组合方案：收银机从第一个故障恢复时再触发第二个",
    kinds="{number} 类失败：正在为每一类寻找最小方案",
    not_clean="{pos}：不加故障的一天就{verdict}，没有尝试任何故障",
    report="报告：{path}",
    cell="{fault:34} {points:5} 个时刻，归并 {folded} 个",
    between_flushes="，其中 {number} 个在两次写盘之间",
    plan="{workload}：{total} 个方案，代表 {points} 个时刻；-j {jobs} 约需 {span}，随机种子 {seed}",
    progress="{ran}/{total}  每秒 {rate:.1f} 个  还需 {left}  失败 {failed}  无法判定 {unknown}",
    safety="做了不该做的事：",
    liveness="不能恢复：",
    group="（{number} 个方案）",
    ran="{total} 个方案中已执行 {ran} 个（{counts}）",
    none_ran="没有执行任何方案",
    rate="每秒执行 {rate:.1f} 个；",
    seed="随机种子 {seed}",
    comma="，",
    option=" --lang zh",
    counts={
        "pass": "个通过",
        "fail": "个失败",
        "unknown": "个无法判定",
        "unreached": "个没有触发",
        "not_applicable": "个不适用",
    },
    verdicts={"pass": "通过", "fail": "不通过", "unknown": "无法判定"},
    spans=("{:.0f} 秒", "{:.0f} 分钟", "{:.1f} 小时"),
    say=CHINESE.say,
)
