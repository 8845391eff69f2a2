"""Faults of links: one declaration each, two names; the second of two devices by its own name."""

import pytest

from emulators.errors import UsageError
from emulators.faults.fault import catalogue, parse_fault

NAMES = sorted(name for name in catalogue() if ".link." in name)


def test_each_is_there_for_both_lines() -> None:
    short = {name.partition(".link.")[2] for name in NAMES}
    assert len(short) == 16
    assert sorted(f"{device}.link.{name}" for device in ("acquirer", "printer")
                           for name in short) == NAMES  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_its_texts_name_the_line(name: str) -> None:
    cls = catalogue()[name]
    english, chinese = ("printer", "打印机") if name.startswith("printer") else ("host", "主机")
    assert english in cls.title()
    assert chinese in cls.zh
    assert "{" not in f"{cls.title()}{cls.zh}{cls.__doc__}"


@pytest.mark.parametrize(
    "spec",
    [
        "printer.link.latency:ms=0",
        "printer.link.latency:stream=sideways",
        "acquirer.link.drop:stream=both",
        "acquirer.link.corrupt:rate=2",
        "acquirer.link.bandwidth:bytes_s=0",
    ],
)
def test_what_no_line_can_do_is_refused(spec: str) -> None:
    with pytest.raises(UsageError, match=spec.partition(":")[0]):
        parse_fault(spec)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("printer2.paper_out:rows=3@line(2)", "printer2"),
        ("printer2.link.latency:ms=5@now", "printer2.link"),
        ("acquirer2.link.down@now", "acquirer2.link"),
        ("printer.link.down@now", "printer.link"),
    ],
)
def test_the_second_device_is_named_by_its_number(text: str, target: str) -> None:
    scheduled = parse_fault(text)
    assert scheduled.target() == target
    assert str(scheduled) == text
    assert parse_fault(str(scheduled)) == scheduled


def test_there_is_no_third() -> None:
    with pytest.raises(UsageError, match="no fault 'printer3"):
        parse_fault("printer3.paper_out")


@pytest.mark.parametrize(
    ("spec", "unnoticed"),
    [
        ("printer.link.drop", True),  # of a slip's bytes, a cut among them: the proof still comes
        ("printer.link.drop:stream=downstream", False),  # the proof itself
        ("acquirer.link.drop", False),  # a message: no answer
    ],
)
def test_what_a_line_loses_on_its_way_to_the_paper_no_till_can_notice(
    spec: str, *, unnoticed: bool
) -> None:
    assert parse_fault(spec).fault.is_undetectable() is unnoticed
