"""The pytest plugin, on pytest runs of its own with the reference POS."""

import json
from importlib.metadata import entry_points

import pytest
import zxingcpp

from harness.checks.check import checks
from harness.testing import acquirer, allure, features, judged, printer
from harness.vocabulary import load_vocabulary

# What a pytest run within this process imports is forgotten after it, unless it was there before.
PRELOADED = (acquirer, allure, features, judged, printer, zxingcpp, checks(), load_vocabulary())
pytest_plugins = ("pytester",)
pytestmark = pytest.mark.slow  # each is a pytest run, most with a bench

INSTALLED = any(point.name == "tillproof" for point in entry_points(group="pytest11"))
PLUGIN = () if INSTALLED else ("-p", "harness.pytest_plugin")


def run(pytester: pytest.Pytester, source: str, *args: str) -> pytest.RunResult:
    pytester.makepyfile(source)
    return pytester.runpytest_inprocess(*PLUGIN, "-q", *args)


def test_a_till_that_recovers_passes(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import pytest

        @pytest.mark.fault("printer.paper_out@line(6)")
        def test_paper(operator, printer, acquirer):
            operator.sale("T1", 1250)
            operator.mend()
            assert printer.await_slip(2).complete
            assert acquirer.charged_minor == [1250]
        """,
    )
    result.assert_outcomes(passed=1)


FORGETFUL = """
import sys
import pytest
from harness.config import Acquirer, Config, Pos
from harness.paths import data_dir

@pytest.fixture(scope="session")
def tillproof_config():
    pos = str(data_dir("fixtures") / "pos")
    command = (sys.executable, pos, "--defect", "no-reversal")
    pos = Pos(command=command, recovers_within_s=0.5)
    return Config(pos=pos, acquirer=Acquirer(host_timeout_s=0.3))
"""  # a till that never reverses


def test_a_device_by_itself_is_of_the_configuration(pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".toml",
        tillproof="""
        [printer]
        profile = "TM-T20III"
        [acquirer]
        dialect = "unionpay"
        currency = 392
        late_batch = "refuse"
        """,
    )
    result = run(
        pytester,
        """
        import socket
        from tests.emulators.acquirer.unionpay_till import Terminal

        def test_host(acquirer):
            till = Terminal("LAB00001")
            with socket.create_connection((acquirer.host, acquirer.port), 5) as line:
                line.sendall(till.sign_on("003"))
                till.take_keys(till.read(line.recv(4096)))
                line.sendall(till.money("purchase", 1, 800, {49: "392"}))
                assert till.read(line.recv(4096))["39"] == "00"
            assert acquirer.charged_minor == [800]

        def test_printer(printer):
            with socket.create_connection((printer.host, printer.port), 5) as line:
                line.sendall(b"\\x1dIC")  # GS I 67: the name of the model
                assert b"TM-T20III" in line.recv(64)
        """,
    )
    result.assert_outcomes(passed=2)


def test_a_violation_fails_the_test_with_its_story(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(FORGETFUL)
    result = run(
        pytester,
        """
        import pytest

        @pytest.mark.fault("host.response_lost")
        def test_answer_lost(operator):
            operator.sale("T1", 1250)
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["fail", "nothing-charged-for-nothing: *", "*timeline*"])
    result.stdout.no_fnmatch_line("Traceback*")


def test_checks_are_assertions_that_say_what_was_there(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(FORGETFUL)
    result = run(
        pytester,
        """
        import pytest
        from emulators.errors import UsageError

        @pytest.mark.unjudged("it is judged within")
        @pytest.mark.fault("host.response_lost")
        def test_one(operator, holds):
            operator.sale("T1", 1250)
            holds("trace-numbers-unique")
            with pytest.raises(UsageError, match="did you mean charged-once"):
                holds("charged-twice")
            with pytest.raises(AssertionError, match="nothing-charged(.|\\n)*in the books: trace"):
                holds()
        """,
    )
    result.assert_outcomes(passed=1)


def test_a_fault_that_never_fired_is_no_pass(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import pytest

        @pytest.mark.fault("printer.paper_out@line(900)")
        def test_paper(operator):
            operator.sale("T1", 1250)
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["unknown", "*was armed and never fired"])


def test_markers_choose_the_checks(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import pytest

        @pytest.mark.checks("charged-once")
        def test_one(operator, history):
            operator.sale("T1", 1250)
            assert any(event.kind == "books.entry" for event in history)

        @pytest.mark.unjudged("only looks")
        @pytest.mark.fault("printer.paper_out@line(900)")
        def test_two(pos, faults):
            assert pos.hello.status == "ok"
            faults.arm("printer.cover_open@now")
            assert faults.mend() == 1
        """,
        "--strict-markers",
    )
    result.assert_outcomes(passed=2)


def test_what_a_test_says_itself_comes_first(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        def test_wrong(operator):
            assert operator.sale("T1", 1250).outcome == "declined"
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*'approved' == 'declined'*", "*timeline*"])


def test_a_printer_by_itself(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import socket
        import pytest

        @pytest.mark.fault("printer.cover_open@line(2)")
        def test_receipt(printer):
            with socket.create_connection((printer.host, printer.port)) as line:
                line.sendall(b"one\\ntwo\\nthree\\n\\x1dV\\x00")
                printer.wait_until(lambda: len(printer.lines) == 2, "two lines", 5)
                assert not printer.slips
                printer.mend()
                slip = printer.await_slip()
            assert slip.lines == ("one", "two", "three")
            assert slip.png.startswith(b"\\x89PNG")
        """,
    )
    result.assert_outcomes(passed=1)


def test_an_acquirer_by_itself(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import socket
        import pytest

        SIGN_ON = (b"0800" b"8220000000C00000" b"0400000000000000" b"1121120000" b"000001"
                   b"TERMINAL" b"MERCHANT0000001" b"001")

        def test_sign_on(acquirer):
            with socket.create_connection((acquirer.host, acquirer.port)) as line:
                line.sendall(len(SIGN_ON).to_bytes(2, "big") + SIGN_ON)
                assert line.recv(4096)[2:6] == b"0810"
            assert acquirer.transactions == ()
        """,
    )
    result.assert_outcomes(passed=1)


def test_scenarios_are_tests_too(pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".feature",
        paper="""
        Feature: Paper
          @paper_out
          Scenario: It runs out
            Given the paper runs out after line 6 of the receipt
            When the cashier sells 12.50 by card
            And the operator loads paper
            Then the customer holds exactly one complete receipt

          @ticket:42
          Scenario: Wrong
            When the cashier sells 12.50 by card
            Then the customer was charged 99.00 once
        """,
    )
    asked = [*PLUGIN, "-q", "--tillproof-features", "--strict-markers"]
    result = pytester.runpytest_inprocess(*asked)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*the books hold 12.50, expected 99.00*"])
    result = pytester.runpytest_inprocess(*asked, "-m", "paper_out", "--collect-only")
    result.stdout.fnmatch_lines(["*1/2 tests collected (1 deselected)*"])
    result = pytester.runpytest_inprocess(*asked, "-k", "ticket:42", "--collect-only")
    result.stdout.fnmatch_lines(["*::Wrong*", "*1/2 tests collected (1 deselected)*"])


def test_results_are_kept_where_asked(pytester: pytest.Pytester) -> None:
    run(
        pytester,
        'def test_sale(operator):\n    operator.sale("T1", 1250)\n',
        "--tillproof-results",
        "kept",
    )
    (folder,) = (pytester.path / "kept").iterdir()
    assert (folder / "history.jsonl").is_file()
    assert list((folder / "receipts").glob("*.png"))


def test_allure_gets_the_evidence_of_every_kind_of_test(pytester: pytest.Pytester) -> None:
    pytest.importorskip("allure_pytest")
    pytester.makefile(
        ".feature",
        sale="Feature: Sale\n  Scenario: Card\n    When the cashier sells 12.50 by card\n",
    )
    run(
        pytester,
        """
        import socket

        def test_bench(operator):
            operator.sale("T1", 1250)

        def test_printer(printer):
            with socket.create_connection((printer.host, printer.port)) as line:
                line.sendall(b"one\\n\\x1dV\\x00")
                printer.await_slip()
        """,
        "--tillproof-features",
        "--alluredir=allure",
    )
    results = [json.loads(path.read_text()) for path in pytester.path.glob("allure/*-result.json")]
    attached = {one["name"]: {each["name"] for each in one["attachments"]} for one in results}
    seen = {"slip printer-01", "timeline", "wires"}
    told = seen | {"checks", "history", "books: transactions", "wire printer-link-01-sent"}
    assert attached["test_bench"] >= told
    assert attached["Card"] >= told | {"schedule"}
    assert attached["test_printer"] >= seen


def test_a_device_by_itself_tells_its_story_when_a_test_fails(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import socket

        def test_receipt(printer):
            with socket.create_connection((printer.host, printer.port)) as line:
                line.sendall(b"TOTAL 1.00\\n\\x1dV\\x00")
                assert "TOTAL 2.00" in printer.await_slip().text
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*- Captured timeline call -*", "*- Captured paper call -*", "TOTAL 1.00"]
    )


def test_several_at_a_time(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("number", range(4))
        def test_sale(operator, number):
            assert operator.sale("T1", 1250).outcome == "approved"
        """
    )
    pytester.runpytest_subprocess(*PLUGIN, "-q", "-n", "2").assert_outcomes(passed=4)
