"""The driver ``http``: a POS with an API of its own, or the contract's calls by POST."""

import asyncio
import os
import signal
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import Config, ConfigError, parse_config
from harness.errors import NotApplicable
from harness.events import PosEnded, PosReady, PosStarted
from harness.pos.drivers.registry import driver_for, why_not_startable

SHOP = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

orders = {}

def answer(method, path, body):
    if path == "/health":
        return 200, {"up": True}
    if path == "/orders":
        orders["7"] = {**body, "state": "NEW", "asked": 0}
        return 201, {"id": 7}
    if path == "/orders/7/pay":
        return 202, {}
    if path == "/orders/7":
        order = orders["7"]
        order["asked"] += 1
        order["state"] = "PAID" if order["asked"] > 2 else "NEW"
        return 200, {**order, "payment": {"trace": "000012"}}
    return 404, {"error": "no such thing"}

#OVERRIDE#

class Handler(BaseHTTPRequestHandler):
    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, told = answer(self.command, self.path, json.loads(body or "{}"))
        data = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    do_GET = do_POST = serve

HTTPServer(("127.0.0.1", int(os.environ["TILLPROOF_POS_PORT"])), Handler).serve_forever()
"""
SCRIPT = """
[start]
requests = [{ path = "/health", until = { "$.up" = "true" } }]
[sale.card]
requests = [
  { method = "POST", path = "/orders", body = { no = "{reference}", total = "{#amount_minor}" }, keep = { id = "$.id" } },
  { method = "POST", path = "/orders/{id}/pay", body = { card = "{pan}" } },
  { path = "/orders/{id}", until = { "$.state" = "PAID|REFUSED" }, every_s = 0.01 },
]
answers = [{ status = [200], where = { "$.state" = "PAID", "$.total" = '1\\d\\d\\d' }, says = { outcome = "approved" } }]
picks = { trace = "$.payment.trace", rrn = "$.payment.rrn?" }
[void]
requests = [{ path = "/void/{reference}" }]
answers = [{ status = [200] }]
"""  # noqa: E501  (TOML's inline tables are one line each)
Make = Callable[..., Config]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A configuration with the little shop, with some of it overridden."""

    def made(override: str = "", script: str = SCRIPT, **pos: object) -> Config:
        program = SHOP.replace("#OVERRIDE#", textwrap.dedent(override))
        (tmp_path / "shop.py").write_text(program, encoding="utf-8")
        (tmp_path / "api.toml").write_text(script, encoding="utf-8")
        own = {"driver": "http", "url": "http://127.0.0.1:{pos_port}", "reply_within_s": 10.0}
        command = [sys.executable, "-S", "shop.py"]
        given = {**own, "command": command, "script": "api.toml", **pos}
        return parse_config({"pos": given}, "test", tmp_path)

    return made


def test_an_operation_of_several_requests(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "run") as bench:
        assert bench.pos.hello.result["capabilities"] == ["sale.card", "void"]
        reply = bench.operator.sale("T1", 1250)
        assert reply.result == {"outcome": "approved", "trace": "000012"}
        assert bench.operator.settle().status == "not_applicable"
    ended = next(bench.history.of(PosEnded))[1]
    assert (ended.status, ended.asked) == (-signal.SIGTERM, True)


def test_an_answer_that_fits_nothing_is_told_and_kept(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "run") as bench:
        reply = bench.operator.void("T1")
    assert (reply.status, reply.reason) == (
        "unknown",
        "no answer of [void] fits HTTP 404; what it showed is in screens/01-void.txt (in api.toml)",
    )
    kept = (tmp_path / "run" / "screens" / "01-void.txt").read_text(encoding="utf-8")
    assert kept == 'HTTP 404\n{"error": "no such thing"}\n'


def test_a_pick_that_finds_nothing_is_told(make: Make, tmp_path: Path) -> None:
    with Bench(make(script=SCRIPT.replace("payment.trace", "payment.stan")), tmp_path / "r") as one:
        reply = one.operator.sale("T1", 1250)
    assert reply.outcome == "approved"
    assert reply.reason == "nothing was found at trace ($.payment.stan) of [sale.card]"
    with Bench(make(script=SCRIPT.replace('"$.id"', '"$.no"')), tmp_path / "run") as bench:
        reason = bench.operator.sale("T1", 1250).reason
    assert reason.startswith("id is to be kept, and nothing is at $.no; what it showed is in")


def test_a_pos_that_ends_in_the_middle(make: Make, tmp_path: Path) -> None:
    dies = (
        "def answer(method, path, body):\n    return os._exit(3) if body else (200, {'up': True})"
    )
    with Bench(make(dies), tmp_path / "run") as bench:
        reply = bench.operator.sale("T1", 1250)
        assert reply.status == "unknown"
    assert next(bench.history.of(PosEnded))[1].status == 3


def test_a_pos_that_is_killed_is_started_again_on_its_port(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "run") as bench:
        bench.arm("pos.kill@now")
        bench.open_shop()
        assert bench.operator.sale("T1", 1250).outcome == "approved"
    assert [ready.start for _, ready in bench.history.of(PosReady)] == [1, 2]


def by_post(config: Config) -> Config:
    return config.model_copy(update={"pos": config.pos.model_copy(update={"script": ""})})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("(200, b'HTTP')", "the answer (HTTP 200) is not JSON"),
        ("(500, {'jsonrpc': '2.0'})", "the answer (HTTP 500) is an answer without the id"),
        ("(200, b'x' * 2_000_000)", "the answer has more than 1048576 octets"),
    ],
)
def test_the_contract_by_post(make: Make, tmp_path: Path, answer: str, said: str) -> None:
    override = f"""
    def answer(method, path, body):
        told = {{"name": "shop", "capabilities": ["sale.card"], "outcome": "declined"}}
        if body["method"] == "status":
            return {answer}
        return 200, {{"jsonrpc": "2.0", "id": body["id"], "result": told}}
    """
    with Bench(by_post(make(override)), tmp_path / "run") as bench:
        assert bench.pos.hello.text("name") == "shop"
        assert bench.operator.sale("T1", 1250).outcome == "declined"
        assert said in bench.operator.status().reason


async def ready_again(bench: Bench) -> None:
    """A till without a status tells nobody that it is down."""
    while [one.start for _, one in bench.history.of(PosReady)] != [1, 2]:
        await asyncio.sleep(0.01)


def test_what_befalls_its_process_may_be_armed_before_it_is_there(
    make: Make, tmp_path: Path
) -> None:
    killed = "pos.kill@event(pos.ready)"
    with Bench(make(), tmp_path / "run", schedule=[killed]) as bench:
        bench.run(asyncio.wait_for(ready_again(bench), 20))
        assert bench.operator.sale("T1", 1250).outcome == "approved"
    assert [one.start for _, one in bench.history.of(PosStarted)] == [1, 2]
    by_itself = make(command=[], url="http://127.0.0.1:9")
    with pytest.raises(NotApplicable, match="tillproof did not start the POS"):
        Bench(by_itself, tmp_path / "other", schedule=[killed]).start()


def test_a_pos_that_runs_by_itself_cannot_be_killed(make: Make, tmp_path: Path) -> None:
    config = make(command=[], url="http://127.0.0.1:9", reply_within_s=0.2)
    with Bench(config, tmp_path / "run", needs=("disk", "clock")) as bench:
        assert "127.0.0.1:9" in bench.pos.hello.reason or "within 0.2 s" in bench.pos.hello.reason
        with pytest.raises(NotApplicable, match="tillproof did not start the POS"):
            bench.arm("pos.kill@now")
        with pytest.raises(NotApplicable, match="tillproof did not start the POS"):
            bench.next_day()
    assert not list((tmp_path / "run").glob("*.clock"))
    assert os.listdir(tmp_path / "run" / "pos-data") == []  # noqa: PTH208


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"$.id"', '"id"', "a pick begins with"),
        ("{id}/pay", "{it}/pay", r"\{it\} is not known"),
        ('"PAID|REFUSED"', '"PAID|("', "the pattern does not compile"),
        ("picks = { trace", "picks = { tracee", "the contract knows no tracee"),
        ('method = "POST"', 'method = "SEND"', "requests.0.method"),
        ("[void]", "[viod]", "unknown key viod"),
    ],
)
def test_a_mistake_in_the_script_is_a_sentence(make: Make, old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        driver_for(make(script=SCRIPT.replace(old, new)))


def test_what_is_missing(make: Make) -> None:
    assert "needs pos.url" in str(why_not_startable(make(url="")))
    assert "is no http:// address" in str(why_not_startable(make(url="localhost:80")))
