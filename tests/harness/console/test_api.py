"""The HTTP API of the console, over a real socket, with the reference POS."""

import http.client
import json
import threading
import time
from pathlib import Path

import pytest

from harness.console import app
from harness.console.guard import MOST_BODY_BYTES
from harness.console.room import Room
from harness.explore.gherkin import from_feature
from harness.operator import TEST_CARD

from .conftest import Console, served

pytestmark = pytest.mark.slow  # a bench


def test_a_fault_a_sale_and_a_verdict(console: Console) -> None:
    console.post("/api/faults", {"fault": "printer.paper_out@line(6)"}, 201)
    sold = console.post("/api/steps", {"do": "sale", "amount": "12.50"})
    assert (sold["outcome"], sold["receipt"]) == ("approved", "queued")
    state = console.get("/api/state")
    assert state["printer"]["paper"] == "out"
    assert [fault["state"] for fault in state["faults"]] == ["standing"]
    assert state["acquirer"]["batches"][0]["debits_minor"] == 1250
    console.post("/api/steps", {"do": "mend"})
    found = console.post("/api/judge", {})
    assert found["verdict"] == "pass"
    slips = console.get("/api/state")["printer"]["slips"]
    assert any(slip["complete"] for slip in slips)
    status, headers, picture = console.ask("GET", f"/api/slips/{slips[-1]['blob']}.png")
    assert (status, headers["content-type"]) == (200, "image/png")
    assert picture.startswith(b"\x89PNG")


def test_what_was_done_by_hand_is_a_feature(console: Console) -> None:
    console.post("/api/steps", {"do": "sale", "amount": "12.50"})
    console.post("/api/faults", {"fault": "printer.cover_open"}, 201)
    console.post("/api/steps", {"do": "sale", "amount": "3.00", "tender": "cash"})
    console.post("/api/mend", {"fault": "printer.cover_open"})
    console.post("/api/steps", {"do": "reprint"})
    console.post("/api/steps", {"do": "mend"})
    for language in ("en", "zh-CN"):
        _, _, text = console.ask("GET", f"/api/feature?language={language}")
        schedule = from_feature(text.decode())
        done = [f"{step.do} {step.fault}".strip() for step in schedule.workload.steps]
        assert done == ["sale", "sale", "mend printer.cover_open", "reprint", "mend"]
        assert "@point(" in schedule.faults[0]  # it struck at once: at what had just happened


def test_no_answer_holds_a_card_number(console: Console) -> None:
    console.post("/api/steps", {"do": "sale", "amount": "12.50"})
    for path in ("state", "events", "wires", "feature", "faults", "plays"):
        status, _, content = console.ask("GET", f"/api/{path}")
        assert status == 200
        assert TEST_CARD["pan"].encode() not in content, path


def test_what_was_sold_is_voided_and_refunded(console: Console) -> None:
    console.post("/api/steps", {"do": "sale", "amount": "5.00"})
    console.post("/api/steps", {"do": "sale", "amount": "2.00"})
    assert console.post("/api/steps", {"do": "void"})["outcome"] == "approved"
    back = {"do": "refund", "amount": "1.00", "original": "T0001"}
    assert console.post("/api/steps", back)["outcome"] == "approved"
    _, _, text = console.ask("GET", "/api/feature")
    steps = from_feature(text.decode()).workload.steps
    assert [step.do for step in steps] == ["sale", "sale", "void", "refund"]
    assert steps[2].reference == "T0002"
    refused = console.post("/api/steps", {"do": "void", "reference": "X"}, 422)
    assert "no step before it" in refused["error"]


def test_a_call_of_the_contract(console: Console) -> None:
    answer = console.post("/api/calls", {"method": "status"})
    assert json.loads(answer["result"])["ready"] is True
    assert console.post("/api/calls", {"method": "dance"})["status"] == "not_applicable"


def test_a_new_session_has_fresh_paper_and_books(console: Console) -> None:
    console.post("/api/steps", {"do": "sale", "amount": "1.00"})
    console.post("/api/reset", {}, 201)
    state = console.get("/api/state")
    assert state["printer"]["slips"] == []
    assert sum(len(batch["transactions"]) for batch in state["acquirer"]["batches"]) == 0


def test_the_stream_tells_what_happens_and_goes_on_where_it_was(console: Console) -> None:
    console.post("/api/steps", {"do": "sale", "amount": "1.00"})
    line = http.client.HTTPConnection("127.0.0.1", console.port, timeout=120)
    line.request("GET", "/api/stream?after=0")
    answer = line.getresponse()
    kinds: dict[str, str] = {}
    number = kind = ""
    while set(kinds) != {"session", "state", "rows"}:
        text = answer.readline().decode().strip()
        name, _, value = text.partition(": ")
        number = value if name == "id" else number
        kind = value if name == "event" else kind
        if name == "data":
            kinds[kind] = value
    line.close()
    assert any("12" in row["sentence"] or row for row in json.loads(kinds["rows"]))
    seen = json.loads(kinds["state"])["seq"]
    assert int(number) == seen
    later = console.get(f"/api/events?after={seen}&limit=5")  # a till asks its printer now and then
    assert all(row["seq"] > seen for row in later)


def test_two_who_press_at_once(console: Console) -> None:
    """One is served; the other is told that the till is busy, or served after him."""
    console.post("/api/faults", {"fault": "host.response_lost"}, 201)
    seen: list[int] = []

    def press() -> None:
        seen.append(console.ask("POST", "/api/steps", {"do": "sale", "amount": "2.00"})[0])

    people = [threading.Thread(target=press) for _ in range(3)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert min(seen) == 200
    assert 409 in seen


def told(console: Console, words: str, within_s: float = 20) -> None:
    """The timeline comes to say it."""
    deadline = time.monotonic() + within_s
    while not any(words in row["sentence"] for row in console.get("/api/events")):
        assert time.monotonic() < deadline, f"the timeline never says {words!r}"


def test_a_till_that_dies_while_it_is_watched(console: Console) -> None:
    """The session goes on: the state says so, a call is told, a new session has a till again."""
    console.post("/api/faults", {"fault": "pos.kill@now"}, 201)
    told(console, "ended")  # a killed process is found to have ended, in its own time
    console.post("/api/steps", {"do": "mend"})
    assert console.post("/api/steps", {"do": "sale", "amount": "2.00"})["status"] in (
        "ok",
        "unknown",
    )
    console.post("/api/reset", {}, 201)
    assert console.get("/api/state")["pos"]["up"] is True


def test_one_breaks_what_another_mends(console: Console) -> None:
    def press(path: str, body: dict[str, str], allowed: int) -> None:
        for _ in range(8):
            assert console.ask("POST", path, body)[0] == allowed

    hands = [
        threading.Thread(target=press, args=("/api/faults", {"fault": "printer.cover_open"}, 201)),
        threading.Thread(target=press, args=("/api/mend", {}, 200)),
    ]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    console.post("/api/mend", {})
    state = console.get("/api/state")
    assert state["printer"]["cover_open"] is False
    assert {fault["state"] for fault in state["faults"]} == {"over"}


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/api/faults", {"fault": "printer.papr"}, 422, "did you mean"),
        ("/api/faults", {}, 422, "fault is a text"),
        ("/api/faults", b"{", 400, "not JSON"),
        ("/api/faults", b"[" * 5000, 400, "not JSON"),
        ("/api/faults", [1], 422, "JSON object"),
        ("/api/steps", {"do": "dance"}, 422, "dance"),
        ("/api/steps", {"do": "sale", "amount": "much"}, 422, "amount"),
        ("/api/steps", {"do": "sale", "amount": "1.005"}, 422, "decimals"),
        ("/api/calls", {"method": "status", "params": 3}, 422, "object"),
        ("/api/steps", b"x" * (MOST_BODY_BYTES + 1), 413, "bytes"),
    ],
)
def test_wrong_use_is_told(
    served_console: Console, path: str, body: object, status: int, said: str
) -> None:
    assert said in served_console.post(path, body, status)["error"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/events?after=-1",
        "/api/events?limit=x",
        "/api/events?lang=fr",
        "/api/feature?language=fr",
    ],
)
def test_wrong_questions_are_told(served_console: Console, path: str) -> None:
    status, _, content = served_console.ask("GET", path)
    assert status == 422
    assert "error" in json.loads(content)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("host.wrong_mac", "host.wrong_mac：iso87-ascii 没有密钥和 MAC，unionpay 才有"),
        ("host.wrong_mak", "没有名为 'host.wrong_mak' 的故障，是不是 host.wrong_mac？"),
    ],
)
def test_wrong_use_is_told_in_chinese(served_console: Console, fault: str, said: str) -> None:
    refused = served_console.post("/api/faults?lang=zh", {"fault": fault}, 422)
    assert refused["error"] == said


def test_a_slip_that_is_none(served_console: Console) -> None:
    assert served_console.ask("GET", f"/api/slips/{'0' * 64}.png")[0] == 404
    assert served_console.ask("GET", "/api/slips/..%2f..%2fbooks.png")[0] == 404


def test_strangers_are_refused(served_console: Console) -> None:
    assert served_console.ask("GET", "/api/state", Host="evil.example")[0] == 403
    assert served_console.ask("POST", "/api/mend", {}, Origin="http://evil.example")[0] == 403
    own = f"http://127.0.0.1:{served_console.port}"
    assert served_console.ask("POST", "/api/mend", {}, Origin=own)[0] == 200


def test_the_page_asks_nobody_else(served_console: Console) -> None:
    status, headers, page = served_console.ask("GET", "/")
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert b"http" not in page


def test_a_token_is_wanted_where_there_is_one(room: Room) -> None:
    for console in served(room, "s3cret"):
        assert console.ask("GET", "/api/state")[0] == 401
        assert console.ask("GET", "/api/state", Authorization="Bearer wrong")[0] == 401
        assert console.ask("GET", "/api/state", Authorization="Bearer s3cret")[0] == 200
        status, headers, _ = console.ask("GET", "/?token=s3cret")
        assert status == 303
        assert "s3cret" not in headers["location"]
        assert "HttpOnly" in headers["set-cookie"]
        assert console.ask("GET", "/", Cookie=headers["set-cookie"].partition(";")[0])[0] == 200


def test_the_document_names_every_route() -> None:
    text = (Path(app.__file__).parent / "openapi.json").read_text(encoding="utf-8")
    written = {
        (method.upper(), path) for path, own in json.loads(text)["paths"].items() for method in own
    }
    routes = app._api(app.Routes(None))  # type: ignore[arg-type]
    built = {
        (method, route.path)  # type: ignore[attr-defined]
        for route in routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }
    assert written == built
