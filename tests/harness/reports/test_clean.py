"""Text from outside is made fit to be shown."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.reports.clean import LONGEST, clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paid with 4111111111111111.", "paid with 411111******1111."),
        ("bell\x07 and null\x00", "bell␇ and null␀"),
        ("one\r\ntwo\tthree\n", "one\ntwo\tthree\n"),
        ("turned \u202e around", "turned � around"),
        ("half a pair \ud800", "half a pair �"),
        ("合计 12.50", "合计 12.50"),
    ],
)
def test_it_is_masked_and_shown(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_huge_text_is_cut_and_says_so() -> None:
    shown = clean("x" * 1_000_000)
    assert len(shown) < LONGEST + 100
    assert "1,000,000 characters" in shown


@given(st.text())
def test_whatever_it_is_xml_holds_it(text: str) -> None:
    element = ET.Element("a")
    element.text = clean(text)
    assert ET.fromstring(ET.tostring(element)).text == (element.text or None)
