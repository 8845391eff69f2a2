"""The mutants: small changes with names that last, each tried by what reaches it."""

import importlib
from pathlib import Path

import pytest

from tests.mutants.child import heard
from tests.mutants.operators import Mutant, mutants
from tests.mutants.reach import Reached, due
from tests.mutants.reasons import reasons
from tests.mutants.run import all_mutants
from tests.mutants.trials import Trial, prepare, shipped

SOURCE = """\
class HostRules:
    def fits(self, request, answer):
        if answer.mti != request.answer_mti or not answer.get(39):
            return False
        return True
"""


@pytest.fixture
def small(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "rules.py").write_text(SOURCE, encoding="utf-8")
    return list(mutants(tmp_path))


def test_one_place_is_changed_at_a_time(small: list[Mutant]) -> None:
    assert [(one.line, one.after) for one in small] == [
        (3, "if False"),
        (5, "return False"),
        (4, "return True"),
        (3, "answer.mti == request.answer_mti"),
    ]
    assert len({one.source for one in small}) == len(small)


def test_a_name_lasts_while_other_code_moves(small: list[Mutant], tmp_path: Path) -> None:
    path = tmp_path / "core" / "rules.py"
    path.write_text(f"import json\n\n\n{SOURCE}", encoding="utf-8")
    assert [one.name for one in mutants(tmp_path)] == [one.name for one in small]


def test_it_meets_only_what_runs_its_line(small: list[Mutant]) -> None:
    mutant = small[0]
    lines = {mutant.file: frozenset({mutant.line})}
    known = [
        Reached(Trial("iso87-ascii", "x.feature:1"), 0.2, lines),
        Reached(Trial("iso87-ascii", "x.feature:9"), 0.1, {mutant.file: frozenset({99})}),
        Reached(Trial("unionpay", "x.feature:1"), 0.1, lines),
        Reached(Trial("iso87-ascii", schedule='{"faults": []}'), 0.1, lines),
    ]
    first = due(mutant, known, {}, again=False)
    assert [(one.dialect, one.scenario) for one in first] == [
        ("iso87-ascii", "x.feature:1"),
        ("iso87-ascii", ""),
    ]
    assert len(due(mutant, known, {}, again=True)) == 3


@pytest.mark.slow
def test_each_reason_is_of_a_mutant_that_there_is() -> None:
    there = {one.name for one in all_mutants()}
    tables = (*reasons(), *reasons("missing"))
    assert not [name for one in tables for name in one.mutants if name not in there]


@pytest.mark.slow
def test_a_mutant_is_caught_where_the_reference_passes() -> None:
    prepare()
    trial = next(iter(shipped()))
    path = Path(__file__).parents[2] / "fixtures/pos/refpos/core/rules.py"
    right = path.read_text(encoding="utf-8")
    importlib.import_module("refpos.core.rules")  # as another test may have done before
    wrong = right.replace('State.APPROVED if code == "00"', 'State.APPROVED if code != "00"')
    assert [one.told.verdict for one in heard([trial])] == ["pass"]
    mutant = ("core/rules.py", wrong)
    assert [one.told.verdict for one in heard([trial], mutant=mutant)] == ["fail"]
