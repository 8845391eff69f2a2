"""Names that the public relies on: faults, events, phrases, features."""

import re
from collections import Counter
from dataclasses import is_dataclass

import pytest

from emulators.events import payloads
from emulators.faults.fault import catalogue, parse_fault
from harness.bdd.phrases import phrases
from harness.bdd.runner import load_shipped_steps
from harness.bdd.selection import select
from harness.checks.check import checks
from harness.faults import add_harness_faults
from harness.paths import data_dir
from harness.vocabulary import load_vocabulary

add_harness_faults()
load_vocabulary()
load_shipped_steps()
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_fault_says_what_it_does_in_both_languages(name: str) -> None:
    fault = catalogue()[name]
    assert fault.name == name
    assert len(fault.title()) > 10
    assert CHINESE.search(fault.zh)
    assert fault.field
    assert is_dataclass(fault)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_fault_reads_back_from_its_text(name: str) -> None:
    scheduled = parse_fault(name)
    assert parse_fault(str(scheduled)) == scheduled
    assert scheduled.fault.strike()


@pytest.mark.parametrize("name", sorted(checks()))
def test_a_check_says_when_it_holds_in_both_languages(name: str) -> None:
    check = checks()[name]
    assert len(check.title) > 10
    assert CHINESE.search(check.zh)


def test_every_kind_of_event_says_what_it_is() -> None:
    assert len(payloads()) > 30
    assert all((cls.__doc__ or "").strip() for cls in payloads().values())


def test_every_phrase_stands_in_both_languages_with_the_same_fields() -> None:
    fields = re.compile(r"{(\w+)")
    for phrase in phrases():
        assert CHINESE.search(phrase.zh), phrase
        assert not CHINESE.search(phrase.en), phrase
        assert Counter(fields.findall(phrase.en)) == Counter(fields.findall(phrase.zh)), phrase


def test_scenarios_have_names_of_their_own() -> None:
    """Reports that go by name would otherwise merge two scenarios into one."""
    names = Counter((one.feature, one.name) for one in select([str(data_dir("features"))]))
    assert [name for name, count in names.items() if count > 1] == []
