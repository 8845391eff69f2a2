"""Picks out of JSON, and what becomes of what was read."""

import pytest

from harness.pos.protocol import Json
from harness.pos.scripts.facts import FactError, result_of
from harness.pos.scripts.keys import strokes, unknown_key
from harness.pos.scripts.picks import Pick
from harness.pos.scripts.words import filled, unknown_words, words_of

PAID: Json = {
    "state": "PAID", "payment": {"trace": "000007", "fee": None}, "odd name": [1, 2, 3],
    "alerts": [{"text": "paper low"}, {"text": "settle!"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("pick", "found"),
    [
        ("$", [PAID]),
        ("$.payment.trace", ["000007"]),
        ("$['odd name'][-1]", [3]),
        ("$.alerts[*].text", ["paper low", "settle!"]),
        ("$.payment.fee", []),
        ("$.payment[0]", []),
        ("$['odd name'][7]", []),
        ("$.nothing.at.all?", []),
    ],
)
def test_what_a_pick_finds(pick: str, found: list[Json]) -> None:
    assert Pick(pick).find(PAID) == found


@pytest.mark.parametrize("pick", ["payment", "$.", "$[x]", "$.a[", "$..a", ""])
def test_what_is_no_pick(pick: str) -> None:
    with pytest.raises(ValueError, match=r"pick begins|is not \.name"):
        Pick(pick)


def test_what_was_read_becomes_what_the_contract_says() -> None:
    facts = {
        "outcome": "APPROVED", "reversals": "2", "debits_amount": "1,234.50", "ready": "yes",
        "alerts": ["paper low "], "rrn": "", "credits_amount": 99,
    }  # fmt: skip
    assert result_of(facts, 2) == {
        "outcome": "approved", "pending": {"reversals": 2}, "ready": True, "alerts": ["paper low"],
        "totals": {"debits_amount": 123450, "credits_amount": 99},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [("outcome", "PERHAPS"), ("receipts", "two"), ("debits_amount", "1.005")]
)
def test_what_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(FactError, match=f"{name} was read as '{value}'"):
        result_of({name: value}, 2)


def test_keys_and_words() -> None:
    words = words_of(
        {"reference": "T1", "amount": 1250, "card": {"pan": "41", "expiry": "3012"}}, 2
    )
    assert filled("{reference} {amount} {amount_minor} {pan} {original}{x}", words) == (
        "T1 12.50 1250 41 {x}"
    )
    assert strokes("a<F1>{<Enter>") == ["a", "\x1b[[A", "{", "\r"]
    assert "no key <Entr>" in unknown_key("<Entr>")
    assert "{amonut} is not known" in unknown_words("{amonut}")
