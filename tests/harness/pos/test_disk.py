"""The POS's disk with real programs: what a power cut leaves, a full disk, lost files."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.pos.disk import Disk, lose

PYTHON = (sys.executable, "-S")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "config.ini").write_text("as delivered")
    return folder


@pytest.fixture
def disk(tmp_path: Path, data: Path) -> Iterator[Disk]:
    made = Disk(tmp_path, data, PYTHON, dict(os.environ), tmp_path)
    why = made.why_not()
    if why:
        pytest.skip(why)
    yield made
    made.close()


def run(disk: Disk, data: Path, program: str, *, full: bool = False) -> str:
    """What a program says that runs in the data folder, on that disk."""
    env = {**os.environ, **disk.environment(), "TILLPROOF_DATA_DIR": str(data)}
    disk.fill(full=full)
    done = subprocess.run(
        [*PYTHON, "-c", f"import os, sqlite3\n{program}"],
        cwd=data, env=env, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert disk.attached
    return done.stdout.strip()


def left(data: Path) -> dict[str, str]:
    """The files in the folder with their content."""
    return {str(p.relative_to(data)): p.read_text() for p in data.rglob("*") if p.is_file()}


KEPT = {"config.ini": "as delivered"}


@pytest.mark.parametrize(
    ("program", "kept"),
    [
        ("open('a', 'w').write('x')", {}),
        ("f = open('a', 'w'); f.write('x'); f.flush(); os.fsync(f.fileno())", {"a": "x"}),
        ("f = open('a', 'w'); f.write('x'); f.flush(); os.fdatasync(f.fileno()); f.write('y')",
         {"a": "x"}),
        ("f = os.open('a', os.O_CREAT | os.O_WRONLY | os.O_DSYNC); os.write(f, b'x')", {"a": "x"}),
        ("os.makedirs('d/e'); f = open('d/e/a', 'w'); f.write('x'); f.flush(); os.fsync(f)",
         {"d/e/a": "x"}),
        ("open('a', 'w').write('x'); os.sync()", {"a": "x"}),
        ("open('new', 'w').write('x'); os.rename('new', 'config.ini')", {"config.ini": ""}),
        ("f = open('b', 'w'); f.write('x'); f.flush(); os.fsync(f); os.rename('b', 'config.ini')",
         {"config.ini": "x"}),
        ("open('config.ini', 'w').write('newer')", {"config.ini": ""}),
        ("open('config.ini', 'a').write(' and more')", {}),
        ("os.truncate('config.ini', 2)", {"config.ini": "as"}),
        ("os.remove('config.ini')", {"config.ini": None}),
    ],
)  # fmt: skip
def test_a_power_cut_leaves_what_was_flushed(
    disk: Disk, data: Path, program: str, kept: dict[str, str | None]
) -> None:
    run(disk, data, program)
    disk.cut()
    assert left(data) == {name: text for name, text in {**KEPT, **kept}.items() if text is not None}


@pytest.mark.parametrize(("flushes", "kept"), [(1, "x"), (2, "xx"), (0, "xxx"), (9, "xxx")])
def test_it_dies_between_two_flushes(disk: Disk, data: Path, flushes: int, kept: str) -> None:
    env = {**os.environ, **disk.environment(), "TILLPROOF_DATA_DIR": str(data)}
    disk.dies_at(flushes)
    program = "import os\nf = os.open('a', os.O_CREAT | os.O_WRONLY)\n"
    program += "for n in range(3): os.write(f, b'x'); os.fsync(f)"
    done = subprocess.run([*PYTHON, "-c", program], cwd=data, env=env, check=False, timeout=120)
    died = kept != "xxx"
    assert done.returncode == (-signal.SIGKILL if died else 0)
    assert (disk.powerless, disk.flushed) == (died, len(kept))
    disk.cut()
    assert left(data) == {**KEPT, "a": kept}
    assert not disk.powerless


def test_the_power_goes_for_all_that_it_has_started(disk: Disk, data: Path) -> None:
    """Whoever flushes may be a part of the POS only: the others must not outlive it."""
    env = {**os.environ, **disk.environment(), "TILLPROOF_DATA_DIR": str(data)}
    disk.dies_at(1)
    flushes = "import os; f = os.open('a', os.O_CREAT | os.O_WRONLY); os.fsync(f)"
    program = f"import subprocess\nsubprocess.run([{sys.executable!r}, '-S', '-c', {flushes!r}])"
    done = subprocess.run(
        [*PYTHON, "-c", program],
        cwd=data, env=env, check=False, timeout=120, start_new_session=True,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL


def test_it_does_not_go_for_whoever_has_started_it(disk: Disk, data: Path) -> None:
    """What runs the tests may lead its session: no program of it is the POS but this one."""
    env = {**os.environ, **disk.environment(), "TILLPROOF_DATA_DIR": str(data)}
    disk.dies_at(1)
    flushes = "import os; f = os.open('a', os.O_CREAT | os.O_WRONLY); os.fsync(f)"
    command = [*PYTHON, "-c", flushes]
    program = f"import subprocess\nprint(subprocess.run({command!r}, env={env!r}).returncode)"
    done = subprocess.run(
        [*PYTHON, "-c", program],
        cwd=data, check=True, timeout=120, start_new_session=True, capture_output=True, text=True,
    )  # fmt: skip
    assert int(done.stdout) == -signal.SIGKILL


WRITES = """
db = sqlite3.connect('db', isolation_level=None)
db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA synchronous=MODE')
db.execute('CREATE TABLE t(x)')
for n in range(3): db.execute('INSERT INTO t VALUES (?)', (n,))
os._exit(0)
"""
COUNTS = """
def count(table):
    return sqlite3.connect('db').execute('SELECT count(*) FROM ' + table).fetchone()[0]
print(count('sqlite_master') and count('t'))
"""


@pytest.mark.parametrize(("mode", "rows"), [("FULL", "3"), ("OFF", "0")])
def test_a_database_keeps_what_it_promised(disk: Disk, data: Path, mode: str, rows: str) -> None:
    run(disk, data, WRITES.replace("MODE", mode))
    disk.cut()
    assert run(disk, data, COUNTS) == rows


@pytest.mark.parametrize(
    "program",
    ["os.write(f, b'x')", "os.pwrite(f, b'x', 0)", "os.fsync(f)", "open('new', 'w')",
     "os.open('new', os.O_CREAT | os.O_WRONLY)"],
)  # fmt: skip
def test_a_full_disk_has_no_room(disk: Disk, data: Path, program: str) -> None:
    tried = f"""
f = os.open('config.ini', os.O_WRONLY)
try: {program}
except OSError as error: print(error.errno == 28)
"""
    assert run(disk, data, tried, full=True) == "True"
    assert run(disk, data, tried, full=False) == ""
    assert run(disk, data, "print(len(open('config.ini').read()) > 0)", full=True) == "True"


def test_another_folder_has_room(disk: Disk, data: Path, tmp_path: Path) -> None:
    run(disk, data, f"open({str(tmp_path / 'log')!r}, 'w').write('x')", full=True)
    assert (tmp_path / "log").read_text() == "x"


def test_the_folder_is_lost(data: Path) -> None:
    (data / "deep").mkdir()
    lose(data, "folder")
    assert list(data.iterdir()) == []


def test_the_last_file_is_torn(data: Path) -> None:
    journal = data / "journal"
    journal.write_text("0123456789")
    os.utime(data / "config.ini", (1, 1))
    lose(data, "torn")
    assert journal.read_text() == "0123456"
    assert (data / "config.ini").read_text() == "as delivered"


def test_nothing_to_tear(tmp_path: Path) -> None:
    lose(tmp_path, "torn")
    assert list(tmp_path.iterdir()) == []


def test_a_static_program_is_told(tmp_path: Path) -> None:
    program = tmp_path / "static"
    program.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(57))
    made = Disk(tmp_path, tmp_path / "data", (str(program),), {}, tmp_path)
    assert "nothing can be preloaded" in (made.why_not() or "nothing can be preloaded")
