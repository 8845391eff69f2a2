"""The bench as pytest fixtures.

::

    @pytest.mark.fault("printer.paper_out@line(6)")
    def test_the_paper_runs_out(operator):
        sold = operator.sale("T1", 1250)
        operator.mend()
        assert sold.outcome == "approved"

``bench`` brings up printer, acquirer and the POS of ``tillproof.toml`` for one test; afterwards all
checks judge it, and a violation fails the test. ``printer`` and ``acquirer`` without ``bench``,
``pos`` or ``operator`` are that device by itself. Imports are late: this file is loaded by every
pytest run of the environment.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from emulators.events import Event
    from harness.bench import Bench
    from harness.config import Config
    from harness.operator import Operator
    from harness.pos.pos import Pos
    from harness.testing.acquirer import AcquirerFace
    from harness.testing.features import FeatureFile
    from harness.testing.printer import PrinterFace
    from harness.testing.stage import Face

_NEED_A_POS = {"bench", "pos", "operator"}
_BENCH = pytest.StashKey["Bench"]()
_LONE = pytest.StashKey["list[Face]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, under a heading of their own."""
    group = parser.getgroup("tillproof")
    group.addoption(
        "--tillproof-config",
        metavar="FILE",
        help="the tillproof.toml to use; else the nearest upwards, else the reference POS",
    )
    group.addoption(
        "--tillproof-results",
        metavar="DIR",
        help="keep each test's History, receipts and wires below DIR; else in its tmp_path",
    )
    group.addoption(
        "--tillproof-features",
        action="store_true",
        help="collect .feature files: a test for each scenario",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    for line in (
        'fault(*specs): arm these before the POS starts, e.g. "printer.paper_out@line(6)"',
        "checks(*names): judge the bench by these checks only",
        "unjudged(reason): do not judge the bench after the test",
        "moves_clock: start the POS so that its clock can be moved (bench.next_day)",
    ):
        config.addinivalue_line("markers", line)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> FeatureFile | None:
    """Scenarios as tests, with ``--tillproof-features``."""
    if file_path.suffix != ".feature" or not parent.config.getoption("--tillproof-features"):
        return None
    from harness.testing.features import FeatureFile  # noqa: PLC0415

    return FeatureFile.from_parent(parent, path=file_path)


@pytest.fixture(scope="session")
def tillproof_config(pytestconfig: pytest.Config) -> Config:
    """What the bench is made of. Override it to say so in Python."""
    from harness.config import load_config  # noqa: PLC0415

    given = pytestconfig.getoption("--tillproof-config")
    return load_config(Path(given) if given else None, pytestconfig.rootpath)


@pytest.fixture
def bench(
    request: pytest.FixtureRequest, tillproof_config: Config, tmp_path: Path
) -> Iterator[Bench]:
    """Printer, acquirer, the POS and its operator, up and ready; judged after the test."""
    from harness.faults import add_harness_faults  # noqa: PLC0415
    from harness.virtual.find import bench_for  # noqa: PLC0415

    add_harness_faults()
    made = bench_for(
        tillproof_config,
        _folder(request, tmp_path),
        name=request.node.name,
        schedule=_specs(request.node),
        moves_clock=request.node.get_closest_marker("moves_clock") is not None,
    )
    with made:
        if made.pos.hello.status != "ok":
            pytest.fail(f"the POS did not answer hello: {made.pos.hello.reason}", pytrace=False)
        request.node.stash[_BENCH] = made
        yield made


@pytest.fixture
def operator(bench: Bench) -> Operator:
    """Who sells, voids, settles, loads paper."""
    return bench.operator


@pytest.fixture
def pos(bench: Bench) -> Pos:
    """The POS under test."""
    return bench.pos


@pytest.fixture
def printer(request: pytest.FixtureRequest) -> Iterator[PrinterFace]:
    """The bench's printer; without a bench in the test, one by itself."""
    from harness.testing.printer import PrinterFace, lone_printer  # noqa: PLC0415

    if _NEED_A_POS & set(request.fixturenames):
        bench: Bench = request.getfixturevalue("bench")
        yield PrinterFace(bench, bench.devices.printer, bench.devices.printer_link)
        return
    config: Config = request.getfixturevalue("tillproof_config")
    with lone_printer(config.printer.profile) as face:
        _set_out(face, request)
        yield face


@pytest.fixture
def acquirer(request: pytest.FixtureRequest) -> Iterator[AcquirerFace]:
    """The bench's acquirer; without a bench in the test, one by itself."""
    from harness.testing.acquirer import AcquirerFace, host_of, lone_acquirer  # noqa: PLC0415

    if _NEED_A_POS & set(request.fixturenames):
        bench: Bench = request.getfixturevalue("bench")
        yield AcquirerFace(bench, bench.devices.host, bench.devices.acquirer_link)
        return
    config: Config = request.getfixturevalue("tillproof_config")
    with lone_acquirer(*host_of(config.acquirer)) as face:
        _set_out(face, request)
        yield face


@pytest.fixture
def faults(bench: Bench) -> Bench:
    """Where faults are armed and mended: ``faults.arm(…)``, ``faults.mend()``."""
    return bench


@pytest.fixture
def holds(bench: Bench) -> Callable[..., None]:
    """Checks as assertions: ``holds("charged-once")``, or ``holds()`` for all; the POS recovers."""
    from harness.testing.judged import demand  # noqa: PLC0415

    return partial(demand, bench)


@pytest.fixture
def history(bench: Bench) -> Sequence[Event]:
    """The events of the bench, as they come: the list grows."""
    return bench.history.live


def _set_out(face: Face, request: pytest.FixtureRequest) -> None:
    """A device by itself: remember it for the report, and arm the test's faults."""
    request.node.stash.setdefault(_LONE, []).append(face)
    for spec in _specs(request.node):
        face.arm(spec)


def _specs(node: pytest.Item) -> list[str]:
    return [spec for marker in node.iter_markers("fault") for spec in marker.args]


def _folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    given = request.config.getoption("--tillproof-results")
    if not given:
        return tmp_path / "bench"
    words = re.findall(r"[^\W_]+", request.node.nodeid)
    return Path(given).absolute() / "-".join(words)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Judge the bench when the test itself has passed; attach what was found in any case."""
    passed = False
    try:
        result = yield
        passed = True
    finally:
        bench = item.stash.get(_BENCH, None)
        if bench is not None:
            _judge(item, bench, passed=passed)
        for face in item.stash.get(_LONE, []):
            _tell(item, face, passed=passed)
    return result


def _tell(item: pytest.Item, face: Face, *, passed: bool) -> None:
    """What a device by itself has seen, where anybody wants to know."""
    if passed and not item.config.getoption("allure_report_dir", None):
        return
    from harness.testing.allure import attach  # noqa: PLC0415
    from harness.testing.judged import paper, story  # noqa: PLC0415

    events = face.events
    attach(item.config, events, face.blobs)
    if not passed:
        item.add_report_section("call", "timeline", story(events))
        item.add_report_section("call", "paper", paper(events))


def _judge(item: pytest.Item, bench: Bench, *, passed: bool) -> None:
    from harness.checks.result import Verdict  # noqa: PLC0415
    from harness.reports.folder import ScenarioFolder  # noqa: PLC0415
    from harness.testing.allure import attach  # noqa: PLC0415
    from harness.testing.judged import judged  # noqa: PLC0415

    marker = item.get_closest_marker("checks")
    found = judged(bench, marker.args if marker else ())
    folder = ScenarioFolder(bench.folder)
    attach(item.config, bench.history.events, bench.history.blobs, found.results, folder)
    held = found.verdict in (Verdict.PASS, Verdict.NOT_EXERCISED)
    if not (passed and held):
        item.add_report_section("call", "timeline", found.story)
        item.add_report_section("call", "paper", found.paper)
    if passed and not held and item.get_closest_marker("unjudged") is None:
        pytest.fail(f"{found.verdict.value}\n{found}", pytrace=False)
