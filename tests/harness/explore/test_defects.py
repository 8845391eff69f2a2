"""How soon known defects are found: the rows, and one found for real."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.explore.defects import VARIABLE, Found, as_json, find, line, wanted
from harness.explore.defects_page import section, write_page
from harness.explore.request import Request
from harness.pos.defects import Defect

DEFECT = Defect("no-clear", "A slip is sent twice", ("receipt-per-sale",), "Somebody")
FAULT = "printer.cover_open@point(printer/1/printer.line/1.1/1)"
FOUND = Found(DEFECT, 45, 7.6, "receipt-per-sale", (FAULT,), ("sale",), 1)


def test_a_row_tells_how_soon_and_by_what() -> None:
    assert line(FOUND) == (
        f"no-clear: receipt-per-sale after 45 schedules, 8 s; sale; {FAULT}; tillproof run: 1"
    )
    assert line(Found(DEFECT, 900, 61)) == "no-clear: NOT FOUND in 900 schedules, 61 s"


def test_a_page_names_the_check_that_names_the_harm_in_bold() -> None:
    row = section([FOUND], Request()).splitlines()[-1]
    assert f"| **receipt-per-sale** | sale: `{FAULT}` | fails |" in row
    other = Found(DEFECT, 1, 4, "receipt-truthful", (), ("sale", "settle"))
    assert "| receipt-truthful | sale, settle: no fault |  |" in section([other], Request())


def test_a_section_says_how_it_was_made_and_what_was_run_before_the_second_faults() -> None:
    asked = Request("one-sale", virtual=True, jobs=2, depth=2, only=("printer",))
    made = section([replace(FOUND, firsts=40)], asked)
    assert made.startswith("## Two faults: one-sale\n")
    assert "explore --virtual -j 2 --workload one-sale --depth 2 --only printer --defect" in made
    assert "| 40 of one fault, 5 of two; 8 s |" in made


def test_a_section_is_made_anew_and_the_others_are_left(tmp_path: Path) -> None:
    page, pairs = tmp_path / "page.md", Request("one-sale", depth=2)
    for request in (pairs, Request(), pairs):
        write_page([FOUND], request, page)
    heads = [row for row in page.read_text().splitlines() if row.startswith("#")]
    assert heads == [
        "# What exploring finds",
        "## One fault: six-operations",
        "## Two faults: one-sale",
    ]


def test_a_defect_that_is_looked_for_again_has_its_row_made_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    other = replace(FOUND, defect=replace(DEFECT, name="no-drawer"))
    for found in ([FOUND, other], [replace(FOUND, runs=7)]):
        write_page(found, Request(), page)
    rows = [row for row in page.read_text().splitlines() if row.startswith("| `")]
    assert rows == section([replace(FOUND, runs=7), other], Request()).splitlines()[-2:]


def test_programs_get_the_same() -> None:
    (row,) = as_json([FOUND])
    assert (row["defect"], row["runs"], row["run_exit"]) == ("no-clear", 45, 1)


def test_a_defect_that_is_not_listed_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="no defect 'none-such'; there is "):
        wanted(Request(), ["none-such"])


@pytest.mark.slow
def test_one_is_found_and_its_feature_fails_as_a_process(tmp_path: Path) -> None:
    request = Request("one-sale", results_dir=tmp_path, only=("printer.cover_open",), virtual=True)
    (defect,) = wanted(request, ["no-clear"])
    found = find(request, defect)
    assert found.named
    assert found.status == 1
    assert found.steps == ("sale",)
    assert VARIABLE not in os.environ
