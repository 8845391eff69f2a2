"""The card script: the built-in one, and what is wrong with others."""

from pathlib import Path

import pytest

from emulators.acquirer.cards import CardScript, parse
from emulators.errors import UsageError
from emulators.masking import is_card_number


def test_every_number_of_the_built_in_script_is_a_possible_card() -> None:
    rules = CardScript.built_in().rules
    assert len(rules) >= 6
    assert all(is_card_number(rule.first) for rule in rules)


def test_a_card_that_no_rule_names_is_approved() -> None:
    assert CardScript.built_in().answer("6222021234567890128", 100) == "00"


def test_the_first_rule_that_fits_decides_by_range_and_amount() -> None:
    script = parse(
        """
        rule = [
            {first = "5000000000000000", last = "5000000000000999", answer = "54", to_minor = 99},
            {first = "5000000000000000", last = "5999999999999999", answer = "61"},
        ]
        """,
        "x",
    )
    assert script.answer("5000000000000500", 99) == "54"
    assert script.answer("5000000000000500", 100) == "61"
    assert script.answer("500000000000050", 100) == "00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rule = 1", r"\[\[rule\]\] tables"),
        ("[[rules]]", r"\[\[rule\]\] tables"),
        ("rule = [1]", "rule 1: its keys"),
        ('[[rule]]\nfirst = "4000000000000002"\nanswer = "5"', "rule 1: answer is a response code"),
        ('[[rule]]\nfirst = "4000000000000002"\nanswer = "94"', "which say nothing of a card"),
        ('[[rule]]\nfirst = "4000000000000002"', "rule 1: answer is a response code"),
        ('[[rule]]\nfirst = "5"\nlast = "4"\nanswer = "51"', "in order"),
        ('[[rule]]\nfirst = "x"\nanswer = "51"', "card numbers"),
        ('[[rule]]\nfrist = "4"', "its keys are answer, balance_minor, first"),
        ('[[rule]]\nfirst = "4"\nfrom_minor = "1"\nanswer = "51"', "from_minor must be a number"),
        ("[[rule", "is not TOML"),
    ],
)
def test_a_wrong_script_says_where_and_what(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse(text, "my.toml")


def test_a_script_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        CardScript.load(tmp_path / "none.toml")


def test_a_script_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cards.toml"
    path.write_text('[[rule]]\nfirst = "4111111111111111"\nanswer = "05"\n', encoding="utf-8")
    assert CardScript.load(path).answer("4111111111111111", 1) == "05"
