"""Every command in the documents is run, in a folder such as a reader would have."""

import json
import re
import shlex
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from harness.explore.gherkin import to_feature
from harness.explore.schedule import Schedule
from harness.workloads.files import load_workload, shipped
from tests.quality.commands import commands, unknown

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
pytestmark = pytest.mark.slow
SERVERS = ("printer", "acquirer", "console")
PROGRAM = (sys.executable, "-m", "harness")
PATIENCE_S = 240
AGAIN = "again.feature"  # what a campaign has handed back
SHORT = {  # one schedule, and a few scenarios, show that it runs; "make features" runs them all
    ("explore",): ("--max-runs", "1", "--no-shrink"),
    ("run", "shipped"): ("--shard", "1/20"),
}
GOOD = {"explore": (0, 2), "run": (0, 2)}  # cut short, or a share without a scenario: unknown


def every_command() -> Iterator[tuple[str, ...]]:
    seen = set()
    for page in PAGES:
        for words in commands(page):
            if tuple(words) not in seen:
                seen.add(tuple(words))
                yield tuple(words)


COMMANDS = list(every_command())


# Of these it is enough that their options exist: campaigns but for one, and what needs a printer.
_CAMPAIGNS = [words for words in COMMANDS if words[0] == "explore" and "--list" not in words]
TAKEN_AT_THEIR_WORD = [*_CAMPAIGNS[1:], *(words for words in COMMANDS if words[0] == "lab")]


def feature_of_the_guide() -> str:
    """The one that a reader of ``qa.md`` is told to save."""
    text = (ROOT / "docs" / "qa.md").read_text(encoding="utf-8")
    block = re.search(r"^    Feature:.*?\n\n(?=\*\*)", text, re.MULTILINE | re.DOTALL)
    assert block
    return textwrap.dedent(block[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands in the commands as files, made by tillproof itself."""
    made = tmp_path_factory.mktemp("reader")
    (made / "features" / "printing").mkdir(parents=True)
    for name in ("my.feature", "features/printing/paper_out.feature"):
        (made / name).write_text(feature_of_the_guide(), encoding="utf-8")
    schedule = Schedule(load_workload(shipped()["one-sale"]), ("printer.cover_open@line(2)",), "x")
    (made / AGAIN).write_text(to_feature(schedule), encoding="utf-8")
    (made / "known.json").write_text('{"known": []}', encoding="utf-8")
    (made / "receipt.bin").write_bytes(b"TOTAL 12.50\n\x1dV\x00")
    sign_on = b"08008220000000C0000004000000000000001121120000000001"
    (made / "message.bin").write_bytes(sign_on + b"TERMINALMERCHANT0000001001")
    (made / "my-day.toml").write_bytes(shipped()["one-sale"].read_bytes())
    for name in ("a", "b"):
        words = [*PROGRAM, "run", "my.feature", "--seed", "1"]
        subprocess.run(words, cwd=made, check=True, capture_output=True, timeout=PATIENCE_S)
        (made / "runs" / "latest").resolve().rename(made / "runs" / name)
    return made


def made_to_fit(words: tuple[str, ...], folder: Path) -> list[str]:
    """Free ports for fixed ones, and the file that ``…`` stands for."""
    text = shlex.join(words)
    text = re.sub(r"(127\.0\.0\.1|0\.0\.0\.0):\d+", "127.0.0.1:0", text)
    text = text.replace("/run/", f"{folder}/")
    fitting = shlex.split(re.sub(r"'?runs/\S*…\S*", AGAIN, text).replace("runs/latest", "runs/a"))
    if words[0] == "console" and "--listen" not in fitting:
        fitting += ["--listen", "127.0.0.1:0"]
    if words[0] in ("printer", "acquirer") and not {"--listen", "--epos", "decode"} & set(fitting):
        fitting += ["--listen", "127.0.0.1:0"]
    return [*fitting, *SHORT.get(words[:1], ()), *SHORT.get(words[:2], ())]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:60])
def test_it_runs(words: tuple[str, ...], folder: Path) -> None:
    assert unknown(list(words)) == ""
    if words in TAKEN_AT_THEIR_WORD:
        return
    fitting = made_to_fit(words, folder)
    if words[0] in SERVERS and "decode" not in words:
        serve_for_a_moment(fitting, folder)
        return
    words_run = [*PROGRAM, *fitting]
    done = subprocess.run(
        words_run, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode in GOOD.get(words[0], expected(words)), done.stdout + done.stderr


def expected(words: tuple[str, ...]) -> tuple[int, ...]:
    """``explain`` tells that nothing failed; ``diff`` that two runs part, or not."""
    return {"explain": (3,), "diff": (0, 1)}.get(words[0], (0,))


def serve_for_a_moment(words: list[str], folder: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert "://" in server.stdout.readline()
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=PATIENCE_S)
    assert server.returncode == 0, said


def test_the_calls_with_curl(folder: Path) -> None:
    pytest.importorskip("shutil").which("curl") or pytest.skip("there is no curl here")
    text = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    calls = re.findall(r"^    (curl .*)$", text, re.MULTILINE)
    assert calls
    words = [*PROGRAM, "console", "--headless", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True) as console:
        assert console.stdout is not None
        place = console.stdout.readline().strip().removeprefix("http://").rstrip("/")
        for call in calls:
            asked = shlex.split(call.replace("localhost:8400", place), comments=True)
            done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=180)
            assert "error" not in json.loads(done.stdout), call
        console.terminate()


INSTALLED = any(point.name == "tillproof" for point in entry_points(group="pytest11"))


def blocks(page: str) -> list[str]:
    """The pieces of Python in a page: fenced ones, and indented ones that hold a test."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    fenced = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    return fenced + [textwrap.dedent(block) for block in indented if "def test_" in block]


@pytest.mark.parametrize("page", ["pytest.md", "developers.md"])
def test_the_tests_in_a_page_pass(page: str, tmp_path: Path) -> None:
    for number, block in enumerate(blocks(page)):
        if "my_library" not in block:
            (tmp_path / f"test_block_{number}.py").write_text(block, encoding="utf-8")
    plugin = () if INSTALLED else ("-p", "harness.pytest_plugin")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin]
    words += ["-c", "/dev/null", "--rootdir", str(tmp_path), "-W", "ignore", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_added_is_there() -> None:
    """The fault, the check and the phrase of ``extending.md``."""
    pieces = blocks("extending.md")
    ask = """
from emulators.faults.fault import catalogue, parse_fault
from harness.bdd.phrases import phrases
from harness.checks.check import checks
assert str(parse_fault("printer.cover_ajar:seconds=2")).startswith("printer.cover_ajar")
assert "auth-code-booked" in checks()
assert any(one.zh == "收银员查看收银机状态" for one in phrases())
"""
    subprocess.run([sys.executable, "-c", "\n".join([*pieces, ask])], check=True, timeout=120)
