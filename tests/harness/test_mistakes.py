"""What the operator does wrong, on a bench with a tiny POS."""

from pathlib import Path

import pytest

from harness.bench import Bench
from harness.errors import NotApplicable
from harness.events import Invoked, OperatorDid, Returned

from .conftest import MakeConfig

CAPABLE = """
old = answer
def answer(method, params):
    if method == "hello":
        return {"name": "t", "version": "1", "contract": 1,
                "capabilities": ["sale.card", "void", "reprint"]}
    if method == "reprint":
        return {"receipt": "printed"}
    return old(method, params)
"""


def pressed(bench: Bench) -> list[str]:
    """The keys that were pressed, with what was entered."""
    return [
        " ".join(filter(None, (asked.method, asked.reference, _amount(asked))))
        + " again" * asked.repeat
        for item, asked in bench.history.of(Invoked)
        if item.op and asked.method not in ("status", "acknowledge")
    ]


def _amount(asked: Invoked) -> str:
    return str(asked.amount_minor or "")


def test_a_key_is_pressed_twice(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("operator.double_press@now")
        bench.operator.sale("A1", 100)
        bench.operator.sale("A2", 200)
        assert pressed(bench) == ["sale A1 100", "sale A1 100 again", "sale A2 200"]
        answered = [got.operation for item, got in bench.history.of(Returned) if item.op]
        assert answered[0] == answered[1] != answered[2]


def test_a_key_is_pressed_again_at_that_moment(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("operator.double_press@event(operation.invoked,nth=2)")
        bench.operator.sale("A1", 100)
        bench.operator.sale("A2", 200)
        assert pressed(bench) == ["sale A1 100", "sale A2 200", "sale A2 200 again"]


def test_a_wrong_amount_is_voided_and_entered_again(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(CAPABLE), tmp_path / "run") as bench:
        bench.arm("operator.wrong_amount@now")
        bench.operator.sale("A1", 100)
        assert pressed(bench) == ["sale A1-wrong 1000", "void A1-wrong", "sale A1 100"]


def test_reprints_are_asked_for_after_the_sale_or_at_once(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(CAPABLE), tmp_path / "run") as bench:
        bench.arm("operator.reprints:times=2@now")
        bench.operator.sale("A1", 100)
        bench.arm("operator.reprints@now")
        assert pressed(bench) == ["sale A1 100", "reprint A1", "reprint A1", "reprint A1"]


def test_mending_is_put_off(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.arm("operator.mends_late:sales=2@now")
        bench.arm("printer.paper_out@now")
        assert bench.operator.mend("printer.paper_out") == 0
        bench.operator.sale("A1", 100)
        assert bench.nemesis.armed[1].standing
        bench.operator.sale("A2", 100)
        assert not bench.nemesis.armed[1].standing
        did = [done.what for _, done in bench.history.of(OperatorDid)]
    assert did == ["mends printer.paper_out only after 2 more sales", "mends printer.paper_out"]


@pytest.mark.parametrize(
    ("spec", "lacking"), [("operator.reprints", "reprint"), ("operator.wrong_amount", "void")]
)
def test_what_the_pos_cannot_do_does_not_apply(
    spec: str, lacking: str, tiny: MakeConfig, tmp_path: Path
) -> None:
    with (
        Bench(tiny(), tmp_path / "run") as bench,
        pytest.raises(NotApplicable, match=f"{spec}: the POS lacks {lacking}"),
    ):
        bench.arm(spec)
