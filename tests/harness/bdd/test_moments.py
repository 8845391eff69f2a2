"""Moments: the words of a scenario and the trigger that they become."""

import re

import pytest

from emulators.faults.trigger_text import parse_trigger
from emulators.faults.triggers.paper import AtText
from harness.bdd.moments import read_moment
from harness.config import Receipt


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        ("after line 6 of the receipt", "line(6)"),
        ("小票打印到第6行后", "line(6)"),
        ("after the line that says TRACE", "text(TRACE)"),
        ("when the sale has been booked", "message(purchase,booked)"),
        ("消费入账后", "message(purchase,booked)"),
    ],
)
def test_words_become_a_trigger(words: str, trigger: str) -> None:
    assert read_moment(words).on(Receipt()).triggers() == (trigger,)


@pytest.mark.parametrize("words", ["after the total", "打印出合计后"])
@pytest.mark.parametrize(
    "line", ["TOTAL      12.50", "Amount: 12.50", "合 计：12.50", "金额 12.50"]
)
def test_the_total_is_found_on_receipts_in_both_languages(words: str, line: str) -> None:
    (text,) = read_moment(words).on(Receipt()).triggers()
    trigger = parse_trigger(text)
    assert isinstance(trigger, AtText)
    assert re.search(trigger.pattern, line)
    assert not re.search(trigger.pattern, "SUBTOTAL 11.00")


def test_the_total_of_a_till_with_words_of_its_own() -> None:
    receipt = Receipt(total=r"zu zahlen +(\S+)")
    (text,) = read_moment("after the total").on(receipt).triggers()
    trigger = parse_trigger(text)
    assert isinstance(trigger, AtText)
    assert re.search(trigger.pattern, "ZU ZAHLEN 12,50")
