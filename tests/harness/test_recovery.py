"""After the faults: what the bench does for the POS, and what it leaves to it."""

from pathlib import Path

from emulators.faults.events import FaultCleared, FaultFired
from emulators.printer.events import Replied
from harness.bench import Bench
from harness.checks.judge import judge
from harness.checks.result import Verdict
from harness.events import Healed, Invoked, PosStarted, Quiet

from .conftest import MakeConfig

# A POS that prints a cash receipt without ever asking the printer how it is.
BLIND = """
import os, socket

plain = answer
host, _, port = os.environ["TILLPROOF_PRINTER"].removeprefix("tcp://").partition(":")

def put(mark):
    text = f"SHOP\\n{mark}CUSTOMER COPY\\nTOTAL 5.00\\nTHANK YOU\\n"
    with socket.create_connection((host, int(port))) as printer:
        printer.sendall(b"\\x1b@" + text.encode() + b"\\x1dV\\x00")

def answer(method, params):
    if method == "sale":
        put("")
        return {"outcome": "approved", "receipt": "queued"}
    if method == "reprint":
        put("DUPLICATE\\n")
        return {"receipt": "queued"}
    return plain(method, params)
"""


def reprints(bench: Bench) -> list[str]:
    return [call.reference for _, call in bench.history.of(Invoked) if call.method == "reprint"]


def test_a_slip_lost_through_nobodys_fault_is_asked_for_again(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(BLIND), tmp_path / "run") as bench:
        bench.arm("printer.head_failure:reported=no@now")
        bench.operator.sale("A1", 500, tender="cash")
        bench.settle()
    assert reprints(bench) == ["A1"]
    results = {one.check: one for one in judge(bench.events, bench.history.blobs)}
    assert results["receipt-per-sale"].verdict is Verdict.PASS, results["receipt-per-sale"]


def test_a_slip_that_came_out_is_not_asked_for(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(BLIND), tmp_path / "run") as bench:
        bench.operator.sale("A1", 500, tender="cash")
        bench.settle()
    assert reprints(bench) == []


def test_everything_is_mended_before_the_pos_has_to_be_ready(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(alert_within_s=0.1), tmp_path / "run") as bench:
        bench.arm("printer.paper_out@now")
        bench.arm("acquirer.link.down@now")
        bench.operator.sale("A1", 500)
        bench.settle()
        assert not any(item.standing for item in bench.nemesis.armed)
        assert bench.devices.acquirer_link.up
    healed = next(bench.history.of(Healed))[0].seq
    quiet = next(bench.history.of(Quiet))
    assert quiet[0].seq > healed
    assert quiet[1].ready


NOW_AND_THEN = """
import os, socket, threading

told = threading.Event()
host, _, port = os.environ["TILLPROOF_PRINTER"].removeprefix("tcp://").partition(":")
printer = socket.create_connection((host, int(port)))

def ask():
    printer.sendall(b"\\x10\\x04\\x01")
    if printer.recv(1)[0] & 8:
        told.set()

def now_and_then():
    while not told.wait(0.4):
        ask()

ask()
threading.Thread(target=now_and_then, daemon=True).start()
"""


def test_nobody_mends_before_a_till_that_asks_now_and_then_can_know(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(NOW_AND_THEN), tmp_path / "run") as bench:
        bench.arm("printer.paper_out@now")
        bench.operator.mend("printer.paper_out")
    struck = next(bench.history.of(FaultFired))[0].seq
    cleared = next(bench.history.of(FaultCleared))[0].seq
    asked = [event.seq for event, reply in bench.history.of(Replied) if reply.trouble]
    assert struck < asked[0] < cleared


def test_nothing_is_waited_for_where_the_printer_goes_on(tiny: MakeConfig, tmp_path: Path) -> None:
    """To ask it would tell nothing: it is on line."""
    asks_once = NOW_AND_THEN.partition("threading.Thread(")[0]
    with Bench(tiny(asks_once), tmp_path / "run") as bench:
        bench.arm("printer.head_dead_dots@now")
        bench.operator.mend("printer.head_dead_dots")
    struck = next(bench.history.of(FaultFired))[0].t_ms
    cleared = next(bench.history.of(FaultCleared))[0].t_ms
    assert cleared - struck < 900


def test_a_pos_that_never_gets_ready_is_given_its_time_and_no_more(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    override = """
    plain = answer
    def answer(method, params):
        return {"ready": False} if method == "status" else plain(method, params)
    """
    with Bench(tiny(override, recovers_within_s=0.3), tmp_path / "run") as bench:
        bench.operator.sale("A1", 500)
        bench.settle()
    quiet = next(bench.history.of(Quiet))[1]
    assert not quiet.ready
    assert 0.3 <= quiet.waited_s < 2.0


def test_a_pos_is_settled_once_for_each_operation(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.settle()
        bench.operator.sale("A1", 500)
        bench.settle()
        bench.settle()
    assert len(list(bench.history.of(Healed))) == 1


def test_a_till_that_was_shut_for_the_night_is_opened_before_it_is_judged(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.operator.sale("A1", 1250)
        bench.close_shop()
        bench.settle()
        assert bench.pos.alive
    assert [start.start for _, start in bench.history.of(PosStarted)] == [1, 2]
    healed = next(bench.history.of(Healed))[0].seq
    assert next(e.seq for e, start in bench.history.of(PosStarted) if start.start == 2) < healed
    assert next(bench.history.of(Quiet))[1].ready
