"""The patterns: those of the configuration instead of the built-in ones."""

import re

import pytest

from harness.checks.patterns import compile_patterns, pattern_texts
from harness.checks.reading import Reading, read
from harness.config import Receipt


def reading(lines: list[str], **own: str) -> Reading:
    return read(lines, compile_patterns(Receipt(**own), 156), 156)


def test_every_field_has_a_pattern_that_compiles() -> None:
    texts = pattern_texts(Receipt(), 156)
    assert {"total", "trace", "rrn", "auth", "batch", "copy_of", "duplicate"} <= set(texts)
    assert all(text and re.compile(text) for text in texts.values())


@pytest.mark.parametrize("total", [r"PAID (?P<value>\d+\.\d\d)", r"PAID (\d+\.\d\d)"])
def test_a_pattern_of_ones_own_with_a_named_or_a_first_group(total: str) -> None:
    assert reading(["PAID 12.50", "TOTAL 99.99"], total=total).total_minor == 1250


def test_a_copy_of_ones_own() -> None:
    assert reading(["FOR THE MERCHANT"], copy="FOR THE (MERCHANT|GUEST)").copy_of == "merchant"


@pytest.mark.parametrize(
    ("line", "whose"), [("FOR OUR FILES", "merchant"), ("FOR YOU", "customer"), ("HQ", "bank")]
)
def test_groups_say_whose_copy_it_is_where_no_word_does(line: str, whose: str) -> None:
    own = "FOR (?:(?P<merchant>OUR FILES)|(?P<customer>YOU))|(?P<bank>HQ)"
    assert reading([line], copy=own).copy_of == whose


def test_a_duplicate_mark_of_ones_own() -> None:
    assert reading(["KOPIE"], duplicate="KOPIE").duplicate
    assert not reading(["DUPLICATE"], duplicate="KOPIE").duplicate


def test_a_pattern_of_ones_own_that_says_nonsense_is_no_value() -> None:
    assert reading(["TOTAL twelve"], total="TOTAL (.*)").total_minor is None


@pytest.mark.parametrize(
    "line",
    [
        "借记 3 37.50",
        "借记: 3笔 37.50元",
        "借记 3 笔, ¥37.50",
        "借记 3笔37.50",
        "借记：3笔／￥37.50",
    ],
)
def test_the_number_of_debits_with_and_without_its_measure_word(line: str) -> None:
    assert [(one.count, one.amount_minor) for one in reading([line]).debits] == [(3, 3750)]
