"""A POS that is forked is a POS like any other: fresh each time, killed for good, its end known."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import Config
from harness.events import PosEnded, PosStarted
from harness.pos.warm import WarmPos, warm_pos
from tests.harness.conftest import MakeConfig

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")


@pytest.fixture
def warm(tiny: MakeConfig, tmp_path: Path) -> Iterator[tuple[Config, WarmPos]]:
    config = tiny()
    python, _, script = config.command()
    config = config.model_copy(
        update={"pos": config.pos.model_copy(update={"command": (python, script)})}
    )
    made = WarmPos(config.command(), ["decimal"], tmp_path, dict(os.environ))
    yield config, made
    made.close()


def test_each_start_is_a_process_of_its_own(warm: tuple[Config, WarmPos], tmp_path: Path) -> None:
    config, source = warm
    for name in ("one", "two"):
        with Bench(config, tmp_path / name, warm=source) as bench:
            assert bench.pos.hello.text("name") == "tiny"
            assert bench.operator.sale("A1", 100).outcome == "failed"
        assert [end.status for _, end in bench.history.of(PosEnded)] == [0]


def test_it_is_killed_and_started_again(warm: tuple[Config, WarmPos], tmp_path: Path) -> None:
    config, source = warm
    with Bench(config, tmp_path / "run", warm=source) as bench:
        bench.arm("pos.kill:off_for_ms=0@event(operation.invoked)")
        assert bench.operator.sale("A1", 100).reason == "the POS's process ended"
        bench.settle()
        assert bench.operator.sale("A2", 100).outcome == "failed"
    assert [end.status for _, end in bench.history.of(PosEnded)] == [-9, 0]
    assert len(list(bench.history.of(PosStarted))) == 2


def test_its_time_passes_faster_and_is_the_machines_again(
    warm: tuple[Config, WarmPos], tmp_path: Path
) -> None:
    config, source = warm
    if source.clock is None:
        pytest.skip(str(source.why_not_clock))
    for rate in (5.0, 1.0):
        with Bench(config, tmp_path / str(rate), warm=source, rate=rate) as bench:
            assert bench.rate == rate
            assert bench.pos.hello.status == "ok"


def test_nothing_is_left_of_it(warm: tuple[Config, WarmPos], tmp_path: Path) -> None:
    config, source = warm
    with Bench(config, tmp_path / "run", warm=source) as bench:
        pid = bench.pos._driver._process._transport.get_pid()  # type: ignore[attr-defined]
    assert not Path(f"/proc/{pid}").exists()


def test_its_end_is_known_at_once(
    warm: tuple[Config, WarmPos], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.pos.process.LAST_WORDS_S", 3600.0)
    config, source = warm
    with Bench(config, tmp_path / "run", warm=source) as bench:
        pass
    assert [end.status for _, end in bench.history.of(PosEnded)] == [0]


def test_a_command_that_is_known_at_each_start_only_is_started_afresh(tiny: MakeConfig) -> None:
    config = tiny()
    command = (*config.command(), "{data_dir}")
    pos = config.pos.model_copy(update={"preload": ("decimal",), "command": command})
    assert warm_pos(config.model_copy(update={"pos": pos})) is None


def test_so_is_one_whose_interpreter_is_given_options(tiny: MakeConfig) -> None:
    config = tiny()
    pos = config.pos.model_copy(update={"preload": ("decimal",)})
    assert config.command()[1] == "-S"
    assert warm_pos(config.model_copy(update={"pos": pos})) is None


def test_a_module_is_forked_and_finds_what_the_configuration_says(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    config = tiny()
    python, _, script = config.command()
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "my_till.py").write_bytes((config.folder / script).read_bytes())
    pos = config.pos.model_copy(
        update={
            "command": (python, "-m", "my_till"),
            "env": {"PYTHONPATH": str(shelf)},
            "preload": ("my_till_parts",),
        }
    )
    (shelf / "my_till_parts.py").touch()
    config = config.model_copy(update={"pos": pos})
    source = warm_pos(config)
    assert source is not None
    with contextlib.closing(source), Bench(config, tmp_path / "run", warm=source) as bench:
        assert bench.pos.hello.text("name") == "tiny"
