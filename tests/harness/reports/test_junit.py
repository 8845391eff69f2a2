"""The JUnit file, parsed back."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from harness.checks.result import Result, Verdict, Violation
from harness.reports.junit import write_junit
from harness.reports.summary import FaultCount, RunSummary, ScenarioResult, Status

MakeRun = Callable[..., RunSummary]
DOUBLE = Result("charged-once", Verdict.FAIL, (Violation("Paid twice.", (7,)),))


def scenario(
    name: str, status: Status, feature: str = "Printing", **more: object
) -> ScenarioResult:
    file = f"features/{feature.lower()}.feature"
    return ScenarioResult(
        name,
        status,
        feature,
        file,
        12,
        duration_s=1.5,
        **more,  # type: ignore[arg-type]
    )


def written(run: RunSummary, folder: Path) -> ET.Element:
    write_junit(run, folder / "junit.xml")
    return ET.parse(folder / "junit.xml").getroot()


def counts(element: ET.Element) -> list[str]:
    return [element.get(name, "") for name in ("tests", "failures", "errors", "skipped")]


def test_each_status_has_its_element(make_run: MakeRun, tmp_path: Path) -> None:
    root = written(
        make_run(
            scenario("held", Status.PASS),
            scenario("broke", Status.FAIL, results=(DOUBLE,)),
            scenario("silent", Status.UNKNOWN, "Payment", faults=(FaultCount("pos.kill", 1, 0),)),
            scenario("crashed", Status.ERROR, error="RuntimeError: no loop"),
            scenario("left out", Status.NOT_APPLICABLE, not_applicable="it has no drawer"),
        ),
        tmp_path,
    )
    suites = {suite.get("name"): suite for suite in root}
    assert counts(root) == ["5", "1", "2", "1"]
    assert counts(suites["Printing"]) == ["4", "1", "1", "1"]
    assert suites["Printing"].get("time") == "6.000"
    assert suites["Payment"].get("file") == "features/payment.feature"
    found = {case.get("name"): [trouble(part) for part in case] for case in root.iter("testcase")}
    output = ("system-out", None, None)
    assert found == {
        "held": [output],
        "broke": [("failure", "charged-once", "Paid twice. [charged-once]"), output],
        "silent": [("error", "unknown", "pos.kill was armed and never fired"), output],
        "crashed": [("error", "error", "RuntimeError: no loop"), output],
        "left out": [("skipped", None, "it has no drawer"), output],
    }


def trouble(part: ET.Element) -> tuple[str, str | None, str | None]:
    return part.tag, part.get("type"), part.get("message")


def test_a_case_says_where_it_stands_and_how_long_it_took(
    make_run: MakeRun, tmp_path: Path
) -> None:
    case = written(make_run(scenario("held", Status.PASS, seed=9)), tmp_path)[0][0]
    assert case.attrib == {
        "classname": "Printing",
        "name": "held",
        "time": "1.500",
        "file": "features/printing.feature",
        "line": "12",
    }
    assert "seed 9" in case.findtext("system-out", "")


def test_whatever_the_till_says_the_file_stays_xml(make_run: MakeRun, tmp_path: Path) -> None:
    bad = "\x00\x1b[31m ]]> <b> & 4111111111111111 \ud800 \ufffe" + "x" * 100_000
    root = written(make_run(scenario(bad, Status.FAIL, feature=bad, error=bad)), tmp_path)
    failure = root.find(".//failure")
    assert failure is not None
    assert "411111******1111" in (failure.text or "")
    assert (tmp_path / "junit.xml").stat().st_size < 50_000
    assert b"4111111111111111" not in (tmp_path / "junit.xml").read_bytes()


def test_a_run_without_scenarios_is_an_empty_file(make_run: MakeRun, tmp_path: Path) -> None:
    assert counts(written(make_run(), tmp_path)) == ["0", "0", "0", "0"]
