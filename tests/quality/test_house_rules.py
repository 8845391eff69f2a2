"""The house rules that no linter knows."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("emulators", "harness", "fixtures")
LONGEST_FUNCTION = 70
MEDIAN_FILE = 150


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its number of lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path in sources(*CODE)
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_files_and_functions_are_small() -> None:
    files = [len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*CODE)]
    lengths = [lines for path in sources(*CODE) for _, lines in functions(path)]
    assert statistics.median(files) <= MEDIAN_FILE
    assert statistics.median(lengths) <= 10


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [("emulators", {"harness"}), ("fixtures", {"harness", "emulators"})],
)
def test_imports_run_downwards_only(folder: str, forbidden: set[str]) -> None:
    wrong = [str(path) for path in sources(folder) if imported(path) & forbidden]
    assert not wrong


OPENERS = {"socket", "serial", "subprocess", "ptyprocess", "http"}
MAY_OPEN = (
    "emulators/links/",
    "emulators/acquirer/ledger.py",
    "harness/pos/",
    "harness/bdd/worker_fork.py",
    "harness/bdd/worker_process.py",
    "harness/bdd/worker_zygote.py",
    "harness/console/",
    "harness/explore/executor_local.py",
    "harness/lab/",
    "harness/ocr.py",
)


def test_sockets_and_processes_are_opened_at_the_edge_only() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources("emulators", "harness")
        if imported(path) & OPENERS and not str(path.relative_to(ROOT)).startswith(MAY_OPEN)
    ]
    assert not wrong


ASKS_THE_TIME = re.compile(r"\btime\.(time|monotonic|sleep)\(|datetime\.now\(|date\.today\(")


def test_no_device_asks_the_time() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources("emulators")
        if path.name != "clock.py" and ASKS_THE_TIME.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_the_lock_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in lock
    assert "--index" not in lock
    assert lock.count("--hash=sha256:") > 50


def test_no_test_sleeps_for_a_fixed_time() -> None:
    """Waiting for a condition in small steps is allowed; a test that merely waits is not."""
    lazy = re.compile(r"sleep\((?!0\)|0\.0\d*\))")
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources("tests")
        if path.name not in (Path(__file__).name, "test_clock.py")  # there sleeping is the subject
        for line in path.read_text(encoding="utf-8").splitlines()
        if "time.sleep" in line and lazy.search(line) and "import" not in line
    ]
    assert not wrong, "\n".join(wrong)
