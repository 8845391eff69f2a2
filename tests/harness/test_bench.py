"""The bench with real parts: what it starts it takes down again, whatever the POS does."""

import contextlib
import json
import os
import threading
from pathlib import Path

import pytest

from emulators.errors import UsageError
from emulators.events import to_json
from emulators.history_file import load_events
from harness.bench import Bench
from harness.config import Config
from harness.events import Invoked, PosEnded, PosLog, PosReady, PosSaid, PosStarted, Returned
from harness.loop import LoopError
from harness.pos.process import StartError

from .conftest import MakeConfig


def children() -> set[str]:
    """The process ids of everything that this process has started and that still runs."""
    found: set[str] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread that ended just now
            found |= set((task / "children").read_text().split())
    return found


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_is_left_behind(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "warm"):
        pass  # so that what is made once a process is made
    before = (children(), threading.active_count(), descriptors())
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.operator.sale("A1", 1250)
    assert (children(), threading.active_count(), descriptors()) == before


def test_nothing_is_left_behind_when_a_step_breaks_off(tiny: MakeConfig, tmp_path: Path) -> None:
    before = (children(), threading.active_count())
    with pytest.raises(ZeroDivisionError), Bench(tiny(), tmp_path / "run") as bench:
        bench.operator.sale("A1", 1 // 0)
    assert (children(), threading.active_count()) == before
    last = load_events(tmp_path / "run" / "history.jsonl")[-1]
    assert to_json(last)["interrupted"].startswith("ZeroDivisionError")


def test_the_history_on_disk_is_what_happened(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.operator.sale("A1", 1250)
    stored = load_events(tmp_path / "run" / "history.jsonl")
    assert [to_json(item) for item in stored] == [to_json(item) for item in bench.events]
    assert "4111111111111111" not in (tmp_path / "run" / "history.jsonl").read_text()


def test_only_the_workload_counts_as_operations(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        bench.operator.sale("A1", 1250)
        bench.operator.status()
        bench.operator.void("A1")
    called = [(item.op, call.method) for item, call in bench.history.of(Invoked)]
    assert tuple(f"{op} {m}" for op, m in called[1:4]) == ("1 sale", "1 status", "2 void")


@pytest.mark.parametrize("command", ["no-such-program", "./not-there.py"])
def test_a_command_that_is_not_there(command: str, tiny: MakeConfig, tmp_path: Path) -> None:
    config = tiny(command=[command])
    before = (children(), threading.active_count())
    with pytest.raises(StartError, match=f"{command}.*is not there"), Bench(config, tmp_path / "r"):
        pass
    assert (children(), threading.active_count()) == before


def test_a_pos_that_dies_at_once(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny("raise SystemExit(7)"), tmp_path / "run") as bench:
        assert bench.pos.hello.status == "unknown"
        assert bench.operator.sale("A1", 100).reason == "the POS is not running"
    assert next(bench.history.of(PosEnded))[1] == PosEnded(1, 7, asked=False)


def test_a_pos_that_never_answers(tiny: MakeConfig, tmp_path: Path) -> None:
    config = tiny("def answer(method, params): return None", reply_within_s=0.2)
    with Bench(config, tmp_path / "run") as bench:
        assert bench.pos.hello.reason == "no answer within 0.2 s"
    assert not list(bench.history.of(PosReady))


def test_junk_on_standard_output_is_recorded_and_passed_over(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    junk = """
    for text in ["hello", "[1, 2]", '{"jsonrpc": "2.0", "id": 99, "result": {}}',
                 '{"jsonrpc": "2.0", "result": {}}', '{"id": 1}', "4111111111111111"]:
        print(text, flush=True)
    sys.stdout.buffer.write(bytes([0xff, 0xfe, 0x0a]))
    """
    with Bench(tiny(junk), tmp_path / "run") as bench:
        assert bench.operator.sale("A1", 100).outcome == "failed"
    said = [payload.text for _, payload in bench.history.of(PosSaid)]
    assert said[:2] == ["not JSON: hello", "not a JSON-RPC 2.0 object: [1, 2]"]
    assert said[2].startswith("an answer to call 99, which is not open")
    assert len(said) == 7
    assert "4111111111111111" not in " ".join(said)


def test_a_flood_on_standard_output_drowns_nobody(tiny: MakeConfig, tmp_path: Path) -> None:
    flood = "print('x' * 3_000_000, flush=True)\nfor n in range(20000): print('flood', n)"
    with Bench(tiny(flood), tmp_path / "run") as bench:
        assert bench.operator.sale("A1", 100).outcome == "failed"
    said = [payload.text for _, payload in bench.history.of(PosSaid)]
    assert len(said) == 20
    assert all(len(text) < 300 for text in said)


@pytest.mark.parametrize(
    ("result", "status", "reason"),
    [
        ("'a text'", "unknown", "not an object"),
        ("[1]", "unknown", "not an object"),
        ("{'outcome': 7, 'receipt': None}", "ok", ""),
    ],
)
def test_an_answer_of_wrong_types(
    result: str, status: str, reason: str, tiny: MakeConfig, tmp_path: Path
) -> None:
    override = f"""
    plain = answer
    def answer(method, params):
        return {result} if method == "sale" else plain(method, params)
    """
    with Bench(tiny(override), tmp_path / "run") as bench:
        reply = bench.operator.sale("A1", 100)
    assert (reply.status, reply.outcome) == (status, "")
    assert reason in reply.reason
    returned = [p for _, p in bench.history.of(Returned) if p.method == "sale"]
    assert returned[0].outcome == ""


def test_a_method_that_the_pos_lacks_is_not_applicable(tiny: MakeConfig, tmp_path: Path) -> None:
    override = """
    plain = answer
    def answer(method, params):
        if method != "void":
            return plain(method, params)
        number = 0
        error = {"code": -32601, "message": "no voids here"}
        print(json.dumps({"jsonrpc": "2.0", "id": call["id"], "error": error}), flush=True)
    """
    with Bench(tiny(override), tmp_path / "run") as bench:
        assert bench.operator.void("A1").status == "not_applicable"


def test_a_killed_pos_is_started_again_with_its_data(tiny: MakeConfig, tmp_path: Path) -> None:
    override = """
    import os, pathlib
    starts = pathlib.Path(os.environ["TILLPROOF_DATA_DIR"]) / "starts"
    starts.write_text(starts.read_text() + "x" if starts.exists() else "x")
    """
    with Bench(tiny(override), tmp_path / "run") as bench:
        bench.arm("pos.kill:off_for_ms=0@event(operation.invoked)")
        assert bench.operator.sale("A1", 100).reason == "the POS's process ended"
        bench.settle()
        assert bench.operator.sale("A2", 100).outcome == "failed"
    assert (tmp_path / "run" / "pos-data" / "starts").read_text() == "xx"
    assert [p.asked for _, p in bench.history.of(PosEnded)] == [True, True]
    assert len(list(bench.history.of(PosStarted))) == 2


def test_an_operation_without_an_answer_is_asked_for_again_after_healing(
    tiny: MakeConfig, tmp_path: Path
) -> None:
    override = """
    plain, asked = answer, []
    def answer(method, params):
        if method == "sale":
            asked.append(params["reference"])
            return None if len(asked) == 1 else {"outcome": "failed", "receipt": "none"}
        return plain(method, params)
    """
    with Bench(tiny(override, reply_within_s=0.2), tmp_path / "run") as bench:
        assert bench.operator.sale("A1", 100).status == "unknown"
        bench.settle()
        assert bench.operator.outcome("A1") == "failed"


def test_card_numbers_in_the_log_are_masked_and_told(tiny: MakeConfig, tmp_path: Path) -> None:
    override = "print('card 5555555555554444', file=sys.stderr, flush=True)"
    with Bench(tiny(override), tmp_path / "run"):
        pass
    log = (tmp_path / "run" / "pos.stderr.log").read_text()
    assert log == "card 555555******4444\n"
    stored = load_events(tmp_path / "run" / "history.jsonl")
    told = [to_json(item) for item in stored if item.kind == "pos.log"]
    assert told[0]["card_numbers"] == ("555555******4444",)


def test_all_that_is_kept_of_a_long_log_is_masked(tiny: MakeConfig, tmp_path: Path) -> None:
    override = "print('.' * (2 << 20), '5555555555554444', file=sys.stderr, flush=True)"
    with Bench(tiny(override), tmp_path / "run") as bench:
        pass
    assert (tmp_path / "run" / "pos.stderr.log").read_text().endswith(". 555555******4444\n")
    assert [one.card_numbers for _, one in bench.history.of(PosLog)] == [("555555******4444",)]


def test_the_environment_is_the_contracts(tiny: MakeConfig, tmp_path: Path) -> None:
    override = """
    import os
    print(json.dumps({k: v for k, v in os.environ.items() if k.startswith("TILL")}),
          file=sys.stderr, flush=True)
    """
    config = tiny(override, env={"TILL_EXTRA": "{terminal_id} {printer_port}"})
    with Bench(config, tmp_path / "run") as bench:
        port = bench.devices.addresses.printer.rpartition(":")[2]
    told = json.loads((tmp_path / "run" / "pos.stderr.log").read_text())
    assert told["TILLPROOF_CONTRACT"] == "1"
    assert told["TILLPROOF_PRINTER"] == f"tcp://127.0.0.1:{port}"
    assert told["TILLPROOF_ACQUIRER"].startswith("tcp://127.0.0.1:")
    assert told["TILLPROOF_DIALECT"] == "iso87-ascii"
    assert (len(told["TILLPROOF_TERMINAL_ID"]), len(told["TILLPROOF_MERCHANT_ID"])) == (8, 15)
    assert told["TILLPROOF_HOST_TIMEOUT"] == "1"
    assert told["TILLPROOF_REPLY_WITHIN"] == "15"
    assert Path(told["TILLPROOF_DATA_DIR"]).is_absolute()
    assert told["TILL_EXTRA"] == f"TP000001 {port}"


def test_templates_are_filled_in(tiny: MakeConfig, tmp_path: Path) -> None:
    (tmp_path / "printer.conf").write_text("host={printer_host} port={printer_port} {other}")
    with Bench(tiny(templates=["printer.conf"]), tmp_path / "run") as bench:
        port = bench.devices.addresses.printer.rpartition(":")[2]
    filled = (tmp_path / "run" / "pos-data" / "printer.conf").read_text()
    assert filled == f"host=127.0.0.1 port={port} {{other}}"


def test_a_fault_that_this_bench_cannot_do_is_said(tiny: MakeConfig, tmp_path: Path) -> None:
    with Bench(tiny(), tmp_path / "run") as bench:
        with pytest.raises(UsageError, match=r"did you mean printer\.paper_out"):
            bench.arm("printer.paper_uot")
        with pytest.raises(UsageError, match="no trigger"):
            bench.arm("printer.paper_out@lien(3)")


def test_a_bench_can_be_stopped_twice(tiny: MakeConfig, tmp_path: Path) -> None:
    bench = Bench(tiny(), tmp_path / "run")
    bench.start()
    bench.stop()
    bench.stop()


def test_the_default_configuration_is_the_reference_pos() -> None:
    assert Config().command()[-1].endswith("pos")


def test_what_breaks_in_the_bench_itself_is_no_verdict_on_the_pos(
    tiny: MakeConfig, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> None:
        raise RuntimeError("a device fell over")

    with Bench(tiny(), tmp_path / "run") as bench:
        bench.operator.sale("A1", 1250)
        bench.do(lambda: bench.clock.call_later(0, breaks))
        with pytest.raises(LoopError, match=r"broke: RuntimeError: a device fell over \(.*:\d+\)"):
            bench.settle()
