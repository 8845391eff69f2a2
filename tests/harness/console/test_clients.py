"""The examples in other languages drive a console that runs as a process."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CLIENTS = Path(__file__).parents[3] / "docs" / "clients"
EXAMPLES = {
    "day.mjs": ("node",),
    "day.sh": ("sh",),
    "Day.java": ("java", "-Xshare:auto", "-XX:TieredStopAtLevel=1"),
}
pytestmark = pytest.mark.slow  # a bench


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a headless console listens."""
    folder = tmp_path_factory.mktemp("console")
    words = [sys.executable, "-m", "harness", "console", "--headless", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=folder) as console:
        assert console.stdout is not None
        try:
            yield console.stdout.readline().strip()
        finally:
            console.terminate()
            console.communicate(timeout=120)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_client_drives_the_bench(name: str, address: str) -> None:
    command = EXAMPLES[name]
    missing = [word for word in (command[0], "curl") if shutil.which(word) is None]
    if missing:
        pytest.skip(f"there is no {missing[0]} here")
    words = [*command, str(CLIENTS / name), address]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass" in done.stdout


def test_every_example_is_run() -> None:
    assert {path.name for path in CLIENTS.iterdir() if path.suffix != ".md"} == set(EXAMPLES)
