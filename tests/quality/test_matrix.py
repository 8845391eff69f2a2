"""The detection matrix: each defective POS is caught, by a check that names the harm.

Each one runs only the scenario that is meant to show it; the reference runs those and passes.
``tillproof run --matrix --page docs/matrix.md`` makes the page of the docs.
"""

import sys
from pathlib import Path

import pytest

from harness.bdd.selection import select
from harness.checks.check import checks
from harness.config import load_config
from harness.matrix import Matrix, Row, as_json, as_page, as_text, matrix
from harness.paths import data_dir
from harness.pos.defects import Defect, listed
from harness.runs import PASSED, Request, run

POS = data_dir("fixtures") / "pos"
FEATURES = str(data_dir("features"))
PAGE = data_dir("fixtures").parent / "docs" / "matrix.md"
BENCHES = 2
SHARES = 4  # so that test workers can share it out


def configured(folder: Path) -> Path:
    """The reference POS, which recovers sooner than it has to: a defect that does not, ends it."""
    path = folder / "tillproof.toml"
    command = f'command = ["{sys.executable}", "{POS}"]'
    path.write_text(f"[pos]\n{command}\nrecovers_within_s = 5\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def defects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Defect, ...]:
    return listed(load_config(configured(tmp_path_factory.mktemp("defects"))))


def test_there_are_defects_enough(defects: tuple[Defect, ...]) -> None:
    assert len(defects) >= 45


def test_a_defect_names_checks_and_a_scenario_that_there_are(defects: tuple[Defect, ...]) -> None:
    scenarios = {one.name.strip() for one in select([FEATURES])}
    for one in defects:
        assert set(one.checks) <= set(checks()), one.name
        assert one.scenario in scenarios, one.name


def test_the_page_is_of_these_defects(defects: tuple[Defect, ...]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")] == [
        one.name for one in defects
    ]
    assert f"**{len(defects)} of {len(defects)} caught.**" in page
    assert all(f"| {one.what} |" in page for one in defects)


def test_no_two_scenarios_have_the_same_name() -> None:
    names = [one.name for one in select([FEATURES])]
    assert sorted(set(names)) == sorted(names)


ROWS = (
    Row(
        Defect("a", "A is wrong", ("x-holds",), "One"), 1, 0.1, {"x-holds": ("One",), "y": ("One",)}
    ),
    Row(Defect("bb", "B is wrong", ("x-holds",), "Two"), 9, 0.2, {"y": ("Three",)}),
)
FOUND = Matrix(ROWS, Path(), 0.3)


def test_caught_is_caught_by_a_check_that_names_the_harm() -> None:
    assert [row.defect.name for row in FOUND.caught] == ["a"]
    assert as_json(FOUND)["caught"] == 1


def test_it_is_written_as_a_table() -> None:
    lines = as_text(FOUND).splitlines()
    assert lines[:2] == ["  1 x-holds", "  2 y"]
    assert [line.split() for line in lines[3:5]] == [["a", "x", "o"], ["bb", ".", "o"]]


def test_it_is_written_as_a_page() -> None:
    page = as_page(FOUND)
    assert "| `a` | A is wrong | **x-holds**, y | One |" in page
    assert "| `bb` | B is wrong | y | Two |" in page


@pytest.mark.slow(60)
@pytest.mark.parametrize("share", range(SHARES))
def test_every_defect_is_caught(tmp_path: Path, defects: tuple[Defect, ...], share: int) -> None:
    own = tuple(one.name for one in defects[share::SHARES])
    request = Request([FEATURES], configured(tmp_path), tmp_path, jobs=BENCHES, only=own)
    found = matrix(request, lambda _: None, first_only=True)
    assert tuple(row.defect.name for row in found.rows) == own
    missed = [f"{row.defect.name}: {sorted(row.failed)}" for row in found.rows if not row.caught_by]
    assert not missed, "\n".join(missed)


@pytest.mark.slow(40)
def test_the_reference_passes_what_catches_the_others(
    tmp_path: Path, defects: tuple[Defect, ...]
) -> None:
    meant = {one.scenario for one in defects}
    chosen = [one.location for one in select([FEATURES]) if one.name.strip() in meant]
    finished = run(Request(chosen, configured(tmp_path), tmp_path, jobs=BENCHES), lambda _: None)
    assert finished.exit_status == PASSED
    assert len(finished.summary.scenarios) == len(chosen)
