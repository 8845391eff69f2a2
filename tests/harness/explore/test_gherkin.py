"""Schedule → feature → schedule is the identity, in both languages."""

import re
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from emulators.errors import UsageError
from emulators.faults.fault import catalogue
from harness.bdd import day
from harness.explore.gherkin import from_feature, to_feature
from harness.explore.schedule import Schedule
from harness.workloads.files import find_workload, shipped
from harness.workloads.steps import VERBS, Step, Workload

from .fakes import DAY

names = st.from_regex(r"[A-Za-z][A-Za-z0-9.-]{0,8}", fullmatch=True)
amounts = st.decimals(Decimal("0.01"), Decimal(99999), places=2)
steps = st.one_of(
    st.builds(Step, st.just("sale"), names, amounts, st.sampled_from(["card", "cash"])),
    st.builds(Step, st.just("refund"), names, amounts, original=st.just("") | names),
    st.builds(Step, st.just("void"), names),
    st.builds(Step, st.just("reprint"), st.just("") | names),
    st.builds(Step, st.just("mend"), fault=st.just("") | st.sampled_from(["printer.paper_out"])),
    st.builds(Step, st.just("next_morning"), days=st.integers(1, 30)),
    st.sampled_from([Step("settle"), Step("end_of_day"), Step("ask_again")]),
)
words = st.from_regex(r"[A-Za-z][A-Za-z0-9 ,.]{0,20}[A-Za-z0-9]", fullmatch=True)
triggers = st.sampled_from(
    ["point(printer/1/printer.line/1.6/1)", "point(printer/2/printer.replied/GS ( H 48/1)", "now"]
)
faults = st.builds("{}@{}".format, st.sampled_from(sorted(catalogue())), triggers)
schedules = st.builds(
    Schedule,
    st.builds(Workload, words, st.lists(steps, min_size=1, max_size=8).map(tuple)),
    st.lists(faults, max_size=3).map(tuple),
    words,
    st.integers(0, 2**32),
    st.sampled_from(["", "charged-once", "receipt-per-sale"]),
)


@settings(max_examples=60, deadline=None)
@given(schedules, st.sampled_from(["en", "zh-CN"]))
def test_schedule_to_feature_to_schedule(schedule: Schedule, language: str) -> None:
    assert from_feature(to_feature(schedule, language, "The bank says no.")) == schedule


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_workload_can_be_said(name: str) -> None:
    schedule = Schedule(find_workload(name), ("pos.kill@line(3)",), "a day")
    assert from_feature(to_feature(schedule, "zh-CN")) == schedule


def test_every_verb_has_words() -> None:
    assert {saying.do for saying in day.SAYINGS} == set(VERBS)


def test_it_reads_as_one_would_say_it() -> None:
    schedule = Schedule(DAY, ("pos.kill@line(3)",), "the till crashes", 7, "charged-once")
    assert to_feature(schedule).splitlines()[:7] == [
        "Feature: Six operations",
        "",
        "  @seed.7",
        "  Scenario: the till crashes",
        "    Given before the till starts this fault is armed: pos.kill@line(3)",
        "    When the cashier sells 12.50 by card as A1",
        "    And the cashier sells 5.00 for cash as A2",
    ]


def test_what_is_no_workload_is_told() -> None:
    text = "Feature: x\n  Scenario: y\n    When the cashier sings\n"
    with pytest.raises(UsageError, match="'the cashier sings' is none of a workload"):
        from_feature(text)
    with pytest.raises(UsageError, match="no scenario 2"):
        from_feature(text, number=2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# language: xx\nFeature: f\n", "a feature: '# language:' is 'xx': write en or zh-CN"),
        ("\ufeffFeature: f\n", "begins with a byte order mark"),
        ("Nothing of the kind\n", "a feature: not a feature: "),
    ],
)
def test_what_behave_cannot_read_is_told_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        from_feature(text)
