"""An answer with a word or a type that the contract has not is told in a sentence."""

import pytest

from harness.pos.misfits import misfits
from harness.pos.protocol import Json


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("sale", {"outcome": "pending", "receipt": "none", "trace": "000001"}),
        ("settle", {"outcome": "mismatch", "totals": {}, "receipt": "queued"}),
        ("status", {"ready": False, "printer": "cover_open", "acquirer": "down", "alerts": []}),
        ("reprint", {"receipt": "printed"}),
        ("acknowledge", {}),
        ("hello", {"name": "Till", "capabilities": ["void"]}),
    ],
)
def test_what_the_contract_has_is_no_misfit(method: str, result: dict[str, Json]) -> None:
    assert list(misfits(method, result)) == []


@pytest.mark.parametrize(
    ("method", "result", "said"),
    [
        ("sale", {"outcome": "APPROVED"}, "outcome is 'APPROVED', not one of approved, declined"),
        ("sale", {"outcome": 17}, "outcome is 17, not one of approved"),
        ("settle", {"outcome": "approved"}, "outcome is 'approved', not one of settled"),
        ("sale", {"receipt": ["printed"]}, "receipt is ['printed'], not one of printed"),
        ("sale", {"trace": 1}, "trace is 1, not a text of 6 digits"),
        ("status", {"ready": "yes"}, "ready is 'yes', not true or false"),
        ("status", {"printer": 7}, "printer is 7, not one of ok"),
        ("status", {"alerts": "x" * 99}, f"alerts is '{'x' * 39}…, not a list of texts"),
    ],
)
def test_a_misfit_says_what_was_meant(method: str, result: dict[str, Json], said: str) -> None:
    (found,) = misfits(method, result)
    assert found.startswith(said)
