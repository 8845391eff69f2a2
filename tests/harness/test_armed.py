"""A fault that is armed and does not strike changes nothing."""

from pathlib import Path

from emulators.events import Event
from emulators.faults.fault import catalogue, parse_fault
from harness.bench import Bench
from harness.canonical import canonical, difference
from harness.config import Acquirer, Config, Printer
from harness.faults import add_harness_faults

NEEDS = ("clock", "disk")
SHOP = Config(printer=Printer(standby=True), acquirer=Acquirer(backup_line=True))


def day(folder: Path, *schedule: str) -> list[Event]:
    """A sale on a bench with everything, on which those faults are armed."""
    with Bench(SHOP, folder, needs=NEEDS) as bench:
        for spec in schedule:
            if not bench.nemesis.why_not(parse_fault(spec)):
                bench.arm(spec)
        bench.operator.sale("A1", 1250)
        bench.nemesis.disarm_all()
        bench.settle()
    return bench.events


def test_every_fault_armed_and_none_struck(tmp_path: Path) -> None:
    add_harness_faults()
    elsewhere = ("test.", "terminal.")  # no faults of this bench's devices
    names = [name for name in catalogue() if not name.startswith(elsewhere)]
    plain = day(tmp_path / "plain")
    armed = day(tmp_path / "armed", *(f"{name}@event(no.such.event)" for name in names))
    assert sum(item.kind == "fault.armed" for item in armed) > len(names) - 10
    assert difference(plain, armed) is None
    assert canonical(plain)["printer"]
