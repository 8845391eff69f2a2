"""Names that the public relies on: faults, events, phrases, features."""

import re
from collections import Counter
from dataclasses import is_dataclass

import pytest

from emulators.events import payloads
from emulators.faults.fault import catalogue, parse_fault
from harness.bdd.causes import causes, told
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


# The catalogue of faults as it is promised; a new one is added here, too.
LINK = """down refuse black_hole reset_peer latency jitter bandwidth slicer limit_data timeout
slow_close half_open corrupt drop duplicate reorder"""
PROMISED = {
    "printer": """paper_out paper_near_end paper_jam paper_reversed paper_sensor_stuck cover_open
    head_failure head_dead_dots head_worn head_overheated cutter_jam power_cut brownout slow offline
    drawer_stuck foreign_language wrong_serial_settings wrong_code_page""",
    "printer.link": LINK,
    "acquirer.link": LINK,
    "host": """request_lost response_lost late_response duplicate_response stale_response decline
    booked_but_declined approved_not_booked malformed_response mismatched_response wrong_mac
    keys_expired sign_on_required busy down reversal_lost reversal_response_lost settlement_mismatch
    settlement_response_lost upload_lost cutover""",
    "pos": "kill power_cut freeze clock disk_full data_lost wrong_printer",
    "terminal": "result_lost",
    "operator": "skip_settlement reprints double_press wrong_amount mends_late",
}


def test_the_catalogue_holds_what_is_promised_and_nothing_else() -> None:
    promised = {f"{part}.{name}" for part, names in PROMISED.items() for name in names.split()}
    assert promised == {name for name in catalogue() if not name.startswith("test.")}


def test_every_fault_is_struck_in_a_shipped_scenario() -> None:
    struck = {name for one in told() for name in one.faults}
    assert {name for name in catalogue() if not name.startswith("test.")} <= struck


def test_every_cause_in_the_field_has_a_scenario_that_names_a_check() -> None:
    scenarios = told()
    for cause, names in causes().items():
        own = [one for one in scenarios if one.faults & set(names)]
        assert any(one.checks for one in own), cause


def test_what_a_fault_needs_of_the_pos_can_be_had_by_name() -> None:
    assert {cls.needs for cls in catalogue().values()} <= {"", "clock", "disk"}


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
