"""The disk in memory, time that jumps, and where the class is found."""

import asyncio
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path

import pytest

from emulators.errors import UsageError
from emulators.history_file import load_events
from harness.config import load_config
from harness.pos.drivers.registry import why_not_startable
from harness.virtual.disk import MemoryDisk
from harness.virtual.find import bench_for, find_till
from harness.virtual.time import AT_ONCE, TURN_S, LoopClock, LoopHere, StandstillError


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


def test_what_has_the_same_time_comes_in_the_order_in_which_it_was_asked_for() -> None:
    here = LoopHere()
    clock = LoopClock(here.loop)
    told: list[str] = []

    async def both() -> None:
        for name in ("first", "second", "third"):
            clock.call_later(1, lambda name=name: told.append(name))
        clock.call_later(0, lambda: told.append("soon"))
        clock.call_later(1, lambda: told.append("called off")).cancel()
        await asyncio.sleep(2)

    here.run(both())
    here.close()
    assert told == ["soon", "first", "second", "third"]


def test_whatever_fails_in_a_turn_the_loop_goes_on() -> None:
    here = LoopHere()
    failed: list[object] = []
    here.loop.set_exception_handler(lambda _, said: failed.append(said["exception"]))

    async def fails() -> str:
        here.loop.call_soon(lambda: 1 // 0)
        await asyncio.sleep(1)
        return "done"

    assert here.run(fails()) == "done"
    assert [type(one) for one in failed] == [ZeroDivisionError]
    here.close()


def test_tasks_have_contexts_of_their_own() -> None:
    here = LoopHere()
    variable: ContextVar[str] = ContextVar("variable", default="outside")
    seen: dict[str, str] = {}

    async def one(name: str) -> None:
        variable.set(name)
        await asyncio.sleep(1)
        seen[name] = variable.get()

    async def both() -> None:
        await asyncio.gather(one("a"), one("b"))

    here.run(both())
    here.close()
    assert seen == {"a": "a", "b": "b"}
    assert variable.get() == "outside"


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
        ('class = "none_such:Till"', "No module named"),
        ('class = "json:Till"', "has no attribute"),
        ('class = "json:JSONDecoder"', "no class with a method sale"),
        ('class = "json"', "write it as module:Class"),
        ('class = "till_with_methods:Till"', "has the methods start and call"),
    ],
)
def test_a_pos_that_is_no_class(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "till_with_methods.py").write_text("class Till:\n    def sale(self): ...\n")
    path = tmp_path / "tillproof.toml"
    path.write_text(f"[pos]\n{line}\n")
    with pytest.raises(UsageError, match=why):
        find_till(load_config(path))


OWN = """
class Till:
    def __init__(self, world):
        self.world = world
    def start(self):
        self.world.log("begins")
    def call(self, number, method, params):
        if method == "shutdown":
            self.world.exit()
        self.world.answer(number, {"ready": True, "capabilities": []})
"""


def test_a_class_that_is_given_a_world_is_run_in_virtual_time(tmp_path: Path) -> None:
    (tmp_path / "own_till.py").write_text(OWN)
    path = tmp_path / "tillproof.toml"
    path.write_text('[pos]\ndriver = "python"\nclass = "own_till:Till"\n')
    config = load_config(path)
    assert why_not_startable(config) is None
    with bench_for(config, tmp_path / "run") as bench:
        assert bench.operator.status().status == "ok"
    assert bench.events[-1].t_ms < 1000
    assert load_events(tmp_path / "run" / "history.jsonl")[-1].kind == "run.ended"
    assert (tmp_path / "run" / "blobs").is_dir()


def test_the_wall_goes_with_the_time_and_with_each_shift() -> None:
    here = LoopHere()
    clock = LoopClock(here.loop)
    opening = clock.wall()
    clock.shift_wall(timedelta(days=1))
    assert clock.wall() == opening + timedelta(days=1)
    here.run(asyncio.sleep(2))
    assert clock.wall() == opening + timedelta(days=1, seconds=2)
    here.close()


def test_time_passes_although_there_is_always_something_to_do_at_once() -> None:
    """As of a till that connects anew whenever it is hung up on."""
    here, turns = LoopHere(), 0

    def again() -> None:
        nonlocal turns
        turns += 1
        here.loop.call_soon(again)

    again()
    here.run(asyncio.sleep(1))
    assert AT_ONCE < turns < AT_ONCE + 1.1 / TURN_S
    here.close()
