"""The class that a POS in virtual time is: of the configuration, or the reference POS's."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from emulators.errors import UsageError
from emulators.faults.fault import ScheduledFault
from harness.bench import Bench
from harness.config import Config
from harness.paths import data_dir
from harness.pos.drivers.python import load_class, wants_world
from harness.pos.drivers.registry import in_virtual_time
from harness.pos.warm import WarmPos
from harness.virtual.bench import MakeTill, VirtualBench

REFERENCE = "refpos.virtual.till:Till"


def find_till(config: Config) -> MakeTill:
    """The class. Raises UsageError when there is none, or it cannot be imported."""
    if not config.pos.class_:
        if config.command() and config.pos.command:
            raise UsageError(
                "virtual time takes a POS that is a Python class: name it in [pos] class, as in"
                ' "my_till:Till" (docs/explore.md says what it is given)'
            )
        return load_class(REFERENCE, data_dir("fixtures") / "pos")
    kind = load_class(config.pos.class_, config.folder)
    if not wants_world(kind):
        raise UsageError(
            f"[pos] class = {config.pos.class_!r}: a POS in virtual time has the methods start and"
            " call, and no others of the contract (docs/explore.md)"
        )
    return kind


def bench_for(
    config: Config,
    folder: Path,
    *,
    name: str = "run",
    schedule: Sequence[ScheduledFault | str] = (),
    moves_clock: bool = False,
    needs: Iterable[str] = (),
    warm: WarmPos | None = None,
) -> Bench:
    """The bench that the configuration asks for; in virtual time it writes all when it is over."""
    if in_virtual_time(config):
        return VirtualBench(
            config,
            folder,
            find_till(config),
            name=name,
            schedule=schedule,
            saves=True,
            needs=needs,
        )
    return Bench(
        config,
        folder,
        name=name,
        schedule=schedule,
        moves_clock=moves_clock,
        needs=needs,
        warm=warm,
    )
