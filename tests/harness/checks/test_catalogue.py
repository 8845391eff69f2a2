"""The catalogue as a whole: its names are public, and each check has a test file of its own."""

from pathlib import Path

import pytest

from harness.checks.check import checks

PUBLIC = {
    "answers-verified",
    "card-number-masked",
    "charged-once",
    "drawer-for-cash-only",
    "every-operation-decided",
    "no-receipt-for-nothing",
    "nothing-charged-for-nothing",
    "operator-told",
    "ready-again",
    "receipt-claim-honest",
    "receipt-in-one-piece",
    "receipt-legible",
    "receipt-per-sale",
    "receipt-truthful",
    "reprint-marked",
    "reversal-matches",
    "reversal-persists",
    "reversed-before-next",
    "sells-when-healthy",
    "settled-once",
    "settlement-reminded",
    "settlement-slip",
    "trace-numbers-unique",
    "wire-clean",
    "yesterday-settled",
}


def test_the_names_are_the_public_ones() -> None:
    assert set(checks()) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_check_has_its_tests(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name.replace('-', '_')}.py").is_file()
