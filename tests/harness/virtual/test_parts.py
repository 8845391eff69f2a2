"""The disk in memory, time that jumps, and where the class is found."""

import asyncio
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.config import load_config
from harness.virtual.disk import MemoryDisk
from harness.virtual.find import find_till
from harness.virtual.time import LoopClock, LoopHere, StandstillError


def test_a_power_cut_leaves_what_was_flushed() -> None:
    disk = MemoryDisk()
    disk.append("journal", b"one")
    disk.append("journal", b"two", flush=False)
    disk.append("spool", b"new", flush=False)
    assert disk.read("journal") == b"onetwo"
    disk.cut()
    assert disk.read("journal") == b"one"
    assert disk.read("spool") == b""  # its name is there, its content is not


def test_a_full_disk_takes_all_or_nothing() -> None:
    disk = MemoryDisk()
    disk.full = True
    with pytest.raises(OSError, match="No space left"):
        disk.append("journal", b"one")
    assert disk.names() == []


def test_a_torn_disk_lacks_the_end_of_what_was_written_last() -> None:
    disk = MemoryDisk()
    disk.append("new", b"123456789")
    disk.append("old", b"abc")
    disk.append("new", b"")
    disk.lose("torn")
    assert (disk.read("new"), disk.read("old")) == (b"123456", b"abc")
    disk.lose("folder")
    with pytest.raises(FileNotFoundError):
        disk.read("old")


def test_a_renamed_file_keeps_what_is_durable() -> None:
    disk = MemoryDisk()
    disk.append("a", b"kept")
    disk.append("a", b"lost", flush=False)
    disk.rename("a", "b")
    disk.cut()
    assert (disk.names(), disk.read("b")) == (["b"], b"kept")


def test_an_hour_passes_at_once_and_in_order() -> None:
    here = LoopHere()
    clock = LoopClock(here.loop)
    told: list[float] = []

    async def hour() -> None:
        clock.call_later(1800, lambda: told.append(clock.monotonic_s()))
        await asyncio.sleep(3600)
        told.append(clock.monotonic_s())

    here.run(hour())
    here.close()
    assert told == [1800, 3600]
    assert clock.wall().hour == 10


def test_waiting_for_what_can_never_come_is_an_error() -> None:
    here = LoopHere()

    async def waits() -> None:
        await asyncio.Event().wait()

    with pytest.raises(StandstillError):
        here.run(waits())
    here.close()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('command = ["true"]', "takes a POS that is a Python class"),
        ('class = "none_such:Till"', "cannot be imported"),
        ('class = "json:Till"', "cannot be imported"),
        ('class = "json:__name__"', "is no class"),
        ('class = "json"', "cannot be imported"),
    ],
)
def test_a_pos_that_is_no_class(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "tillproof.toml"
    path.write_text(f"[pos]\n{line}\n")
    with pytest.raises(UsageError, match=why):
        find_till(load_config(path))


def test_a_class_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "own_till.py").write_text("class Till:\n    ...\n")
    path = tmp_path / "tillproof.toml"
    path.write_text('[pos]\nclass = "own_till:Till"\n')
    assert find_till(load_config(path)).__name__ == "Till"  # type: ignore[attr-defined]
