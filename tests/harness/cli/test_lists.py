"""The verbs that list something, and the help of all of them."""

import json
import subprocess

import pytest

from harness.cli import VERBS

from .child import DEADLINE_S, TILLPROOF
from .conftest import Tillproof


@pytest.mark.parametrize(
    ("verb", "known"),
    [
        ("faults", "printer.paper_out"),
        ("checks", "charged-once"),
        ("events", "printer.line"),
        ("steps", "the operator loads paper"),
    ],
)
def test_text_and_json_of_a_list(tillproof: Tillproof, verb: str, known: str) -> None:
    text = tillproof(verb)
    assert text.status == 0
    assert known in text.out
    document = tillproof(verb, "--format", "json")
    assert document.status == 0
    assert known in json.dumps(json.loads(document.out))


@pytest.mark.parametrize("lang", ["zh", "zh-CN"])
@pytest.mark.parametrize("verb", ["faults", "checks", "steps"])
def test_lists_in_chinese(tillproof: Tillproof, verb: str, lang: str) -> None:
    ended = tillproof(verb, "--lang", lang)
    assert ended.status == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in ended.out)


@pytest.mark.parametrize("verb", ["checks", "steps"])
def test_no_row_of_a_chinese_list_is_english(tillproof: Tillproof, verb: str) -> None:
    rows = json.loads(tillproof(verb, "--lang", "zh", "--format", "json").out)
    told = [row[key] for row in rows for key in ("what", "holds_when", "comes_from") if key in row]
    assert told
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in told)


LISTS = pytest.mark.parametrize("verb", ["faults", "checks", "events", "steps"])


def cut_short(verb: str) -> tuple[int, bytes]:
    """Exit status and standard error when nobody reads, as in ``tillproof faults | true``."""
    with subprocess.Popen(
        [*TILLPROOF, verb], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        return process.wait(DEADLINE_S), process.stderr.read()


@LISTS
def test_a_reader_who_has_had_enough_sees_no_traceback(verb: str) -> None:
    assert cut_short(verb)[1] == b""


@LISTS
def test_a_reader_who_has_had_enough_is_no_failure_of_the_pos(verb: str) -> None:
    assert cut_short(verb)[0] == 0


def test_the_profiles(tillproof: Tillproof) -> None:
    ended = tillproof("printer", "--list-profiles")
    assert ended.status == 0
    names = [line.split()[0] for line in ended.out.splitlines()]
    assert {"TM-T88V", "TM-T20III", "TM-m30", "generic-58", "generic-80-cn"} <= set(names)
    assert all("dots at" in line for line in ended.out.splitlines())


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help(tillproof: Tillproof, verb: str) -> None:
    ended = tillproof(*filter(None, [verb]), "--help")
    assert ended.status == 0
    assert ended.out.startswith(f"Usage: tillproof {verb}".rstrip())
    assert not ended.err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from harness.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [TILLPROOF[0], "-c", code], capture_output=True, text=True, timeout=DEADLINE_S, check=True
    )
    loaded = set(done.stderr.split())
    assert "click" in loaded
    assert not loaded & {"behave", "numpy", "PIL", "pydantic", "jinja2", "asyncio", "iso8583"}
