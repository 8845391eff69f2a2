"""The words of a run's output, in English and Chinese."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.checks.result import Verdict
from harness.reports.chinese import in_chinese
from harness.reports.summary import Status


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the lines; ``say`` puts a sentence of a check or step into the language."""

    marks: Mapping[Status, str]
    counted: Mapping[Status, str]
    verdicts: Mapping[Verdict, str]
    no_feature: str
    nothing: str
    writing: str
    comma: str
    semicolon: str
    took: str
    lasted: str
    where: str
    say: Callable[[str], str]


def words_of(language: str) -> Words:
    """The words of ``en``, ``zh`` or ``zh-CN``."""
    return CHINESE if language.startswith("zh") else ENGLISH


ENGLISH = Words(
    marks={
        Status.PASS: "ok",
        Status.FAIL: "FAILED",
        Status.UNKNOWN: "unknown",
        Status.ERROR: "ERROR",
        Status.NOT_APPLICABLE: "not applicable",
    },
    counted={
        Status.PASS: "held",
        Status.FAIL: "failed",
        Status.UNKNOWN: "unknown",
        Status.ERROR: "broken",
        Status.NOT_APPLICABLE: "not applicable",
    },
    verdicts={verdict: verdict.value for verdict in Verdict},
    no_feature="(no feature)",
    nothing="nothing was run",
    writing="writing the report",
    comma=", ",
    took="({:.1f} s)",
    semicolon="; ",
    lasted="{:.1f} s",
    where="seed {seed}; report: {report}",
    say=str,
)
CHINESE = Words(
    marks={
        Status.PASS: "通过",
        Status.FAIL: "失败",
        Status.UNKNOWN: "无法判定",
        Status.ERROR: "出错",
        Status.NOT_APPLICABLE: "不适用",
    },
    counted={
        Status.PASS: "个通过",
        Status.FAIL: "个失败",
        Status.UNKNOWN: "个无法判定",
        Status.ERROR: "个出错",
        Status.NOT_APPLICABLE: "个不适用",
    },
    verdicts={
        Verdict.PASS: "通过",
        Verdict.FAIL: "不通过",
        Verdict.UNKNOWN: "无法判定",
        Verdict.NOT_EXERCISED: "未涉及",
    },
    no_feature="（没有功能名）",
    nothing="没有运行任何场景",
    writing="正在写报告",
    comma="，",
    took="（{:.1f} 秒）",
    semicolon="；",
    lasted="用时 {:.1f} 秒",
    where="随机种子 {seed}；报告：{report}",
    say=in_chinese,
)
