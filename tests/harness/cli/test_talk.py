"""What a run says on the way and at its end: in the language of its features."""

import re
from dataclasses import fields

import pytest

from harness.checks.result import Result, Verdict, Violation
from harness.cli.campaign_words import CampaignWords, campaign_words
from harness.cli.talk import Talk
from harness.reports.summary import ScenarioResult, Status

VIOLATION = Violation("Batch 000001 was closed 2 times: it is paid out twice.")
FAILED = (Result("settled-once", Verdict.FAIL, (VIOLATION,)),)


def said(capsys: pytest.CaptureFixture[str], language: str, lang: str = "") -> str:
    talk = Talk(lang=lang)
    talk.scenario(ScenarioResult("结算", Status.FAIL, "结算", results=FAILED, language=language))
    return capsys.readouterr().out


def test_a_chinese_feature_is_told_of_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "zh-CN")
    assert "失败  结算" in out
    assert "settled-once：批次 000001 关闭了 2 次：会重复付款。" in out


def test_an_english_one_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert "FAILED  结算" in said(capsys, "en")


def test_who_asks_for_a_language_gets_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "settled-once: Batch 000001 was closed" in said(capsys, "zh-CN", lang="en")


def test_a_campaign_is_told_in_both_languages_with_the_same_values() -> None:
    names = re.compile(r"{(\w*)")
    for field in fields(CampaignWords):
        english, chinese = (getattr(campaign_words(lang), field.name) for lang in ("en", "zh-CN"))
        if isinstance(english, str):
            assert sorted(names.findall(english)) == sorted(names.findall(chinese)), field.name
    assert campaign_words("zh").span(120) == "2 分钟"
    assert campaign_words("en").span(120) == "2 min"
