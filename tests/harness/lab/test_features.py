"""The shipped printing scenarios through a tap: the same verdicts as on the virtual printer.

``tillproof lab run features/printing`` does it for all of them; here for those in which the printer
breaks, with hands of every kind.
"""

from pathlib import Path

import pytest

from harness.reports.summary import Status
from harness.runs import Request, run
from tests.harness.lab.test_bench_with_tap import process

FEATURE = Path(__file__).parents[3] / "features" / "printing" / "printer_breaks.feature"
VIRTUAL = "[pos]\nsettling_s = 0.1\n[acquirer]\nhost_timeout_s = 0.5\n"
LAB = """
[printer]
link = "tap"
port = "{port}"
[lab.paper]
out = "echo take paper out > {pipe}"
load = "echo load paper > {pipe}"
[lab.cover]
open = "echo open cover > {pipe}"
close = "echo close cover > {pipe}"
[lab.power]
off = "echo power off > {pipe}"
on = "echo power on > {pipe}"
"""


def statuses(config: Path, folder: Path) -> dict[str, Status]:
    finished = run(Request([str(FEATURE)], config, folder), lambda _: None)
    return {one.name: one.status for one in finished.summary.scenarios}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["tcp", "serial"])
def test_scenarios_come_to_the_same_on_a_real_printer(kind: str, tmp_path: Path) -> None:
    config = tmp_path / "tillproof.toml"
    config.write_text(VIRTUAL)
    virtual = statuses(config, tmp_path / "virtual")
    with process(kind, tmp_path) as (printer, _):
        config.write_text(VIRTUAL + LAB.format(port=printer.port, pipe=printer.pipe))
        tapped = statuses(config, tmp_path / "tapped")
    heads = {name for name, status in tapped.items() if status is Status.NOT_APPLICABLE}
    assert all("head" in name for name in heads)  # nobody here can break one
    assert {n: s for n, s in tapped.items() if n not in heads} == {
        n: s for n, s in virtual.items() if n not in heads
    }
