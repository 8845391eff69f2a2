"""The control and query API of a stand-alone host, called as any HTTP client would."""

import http.client
import json
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulators.acquirer.till import CARD, Till

from .child import DEADLINE_S, Child


class Caller:
    """Calls the API; ``till`` is the address of the host's own line."""

    def __init__(self, child: Child) -> None:
        self.till = _address(child.out.line())
        self.api = _address(child.out.line())

    def call(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(*self.api, timeout=DEADLINE_S)
        sent = None if body is None else json.dumps(body)
        own = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, path, sent, own | (headers or {}))
        answer = connection.getresponse()
        found = json.loads(answer.read())
        connection.close()
        return answer.status, found

    def get(self, path: str) -> Any:
        status, found = self.call("GET", path)
        assert status == 200, found
        return found

    def ask(self, message: bytes) -> bytes:
        with socket.create_connection(self.till, DEADLINE_S) as sock:
            sock.sendall(message)
            return sock.recv(4096)

    def raw(self, data: bytes) -> bytes:
        """Bytes to the API, and what comes back until it hangs up."""
        with socket.create_connection(self.api, DEADLINE_S) as sock:
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: sock.recv(65536), b""))


def _address(url: str) -> tuple[str, int]:
    found = re.fullmatch(r"(?:tcp|http)://([\d.]+):(\d+)", url)
    assert found is not None, url
    return found[1], int(found[2])


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with Child("acquirer", "--listen", "127.0.0.1:0", "--api", "127.0.0.1:0") as child:
        yield Caller(child)


def test_books_batches_transactions_and_messages(caller: Caller) -> None:
    till = Till(terminal="TPBOOKS1")
    assert b"00TPBOOKS1" in caller.ask(till.sale(1, 1250))
    books = caller.get("/books")
    mine = next(item for item in books["terminals"] if item["terminal"] == "TPBOOKS1")
    assert (mine["debits_count"], mine["debits_minor"]) == (1, 1250)
    assert mine["merchant"] == "TILLPROOF000001"
    assert books["disagreements"] == []
    (batch,) = caller.get("/batches?terminal=TPBOOKS1")
    assert (batch["batch"], batch["open"], batch["debits_minor"]) == ("000001", True, 1250)
    (sale,) = caller.get("/transactions?terminal=TPBOOKS1&batch=000001")
    assert (sale["trace"], sale["state"], sale["card"]) == ("000001", "booked", "411111******1111")
    assert caller.get("/transactions?terminal=TPBOOKS1&after=1") == []
    messages = caller.get("/messages?limit=2")
    assert [item["kind"] for item in messages] == ["host.request", "host.response"]
    assert "4=000000001250" in messages[0]["fields"]
    assert b"411111******1111" in bytes.fromhex(messages[0]["raw_hex"])
    assert CARD not in json.dumps(messages)
    assert CARD.encode().hex() not in json.dumps(messages)


def test_faults_are_armed_listed_and_cleared(caller: Caller) -> None:
    status, armed = caller.call("POST", "/faults", {"fault": "host.decline:code=51"})
    assert status == 200
    assert armed | {"armed": 0} == {
        "armed": 0,
        "fault": "host.decline",
        "spec": armed["spec"],
        "fired": 0,
        "stands": False,
    }
    assert b"51TPFAULT1" in caller.ask(Till(terminal="TPFAULT1").sale(1, 100))
    assert [item["fired"] for item in caller.get("/faults")] == [1]
    assert caller.call("DELETE", "/faults?name=host") == (200, {"cleared": 1})
    assert caller.get("/faults") == []
    assert caller.call("POST", "/faults", {"fault": "host.declin"})[0] == 400


def test_the_host_goes_down_and_comes_back(caller: Caller) -> None:
    caller.call("POST", "/faults", {"fault": "host.down@now"})
    assert caller.get("/health")["up"] is False
    caller.call("DELETE", "/faults")
    assert caller.get("/health")["up"] is True
    assert b"00TPDOWN01" in caller.ask(Till(terminal="TPDOWN01").sale(1, 100))


def test_the_business_date_goes_on(caller: Caller) -> None:
    before = caller.get("/clock")["business_date"]
    assert caller.call("POST", "/cutover", {"days": 2})[0] == 200
    assert caller.get("/clock")["business_date"] > before
    assert caller.call("POST", "/cutover", {"days": -1})[0] == 400
    assert caller.call("POST", "/cutover", {"days": "soon"})[0] == 400


def post(body: bytes) -> bytes:
    head = (
        "POST /faults HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 404),
        (b"PUT /faults HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 405),
        (b"GET /health HTTP/1.1\r\nHost: bank.example:1\r\n\r\n", 403),
        (b"GET /health HTTP/1.1\r\nHost: \r\n\r\n", 403),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        (b"GET /health HTTP/1.1\r\n\r\n", 400),
        (b"GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /messages?limit=many HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /messages?limit=" + b"9" * 30 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"\x16\x03\x01 no HTTP at all\r\n\r\n", 400),
        (b"POST /faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}", 415),
        (post(b"[1]"), 400),
        (post(b"{{{"), 400),
        (post(b'{"fault":1}'), 400),
        (post(b'{"spec":"host.decline"}'), 400),
        (b"DELETE /faults?fault=host.down HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (post(b"[" * 100_000), 400),
    ],
)
def test_a_call_that_is_none_is_refused_in_a_sentence(
    caller: Caller, data: bytes, status: int
) -> None:
    head, _, body = caller.raw(data).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert status == 200 or json.loads(body)["error"]
    assert caller.get("/health")["up"] is True


def test_a_body_without_end_is_not_swallowed(caller: Caller) -> None:
    head = (
        b"POST /faults HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 900000\r\n\r\n"
    )
    with socket.create_connection(caller.api, DEADLINE_S) as sock:
        sock.sendall(head + b"x" * 300_000)
        assert b"413" in sock.recv(4096)


def test_callers_without_the_token_are_refused() -> None:
    arguments = ("acquirer", "--listen", "127.0.0.1:0", "--api", "0.0.0.0:0")
    with Child(*arguments, "--api-token", "sesame") as child:
        child.out.line()
        port = int(child.out.line().rpartition(":")[2])
        for said, status in ((None, 401), ("Bearer sesam", 401), ("Bearer sesame", 200)):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_S)
            headers = {} if said is None else {"Authorization": said}
            connection.request("GET", "/health", headers=headers)
            assert connection.getresponse().status == status
            connection.close()


def test_off_the_loopback_a_token_is_drawn() -> None:
    with Child("acquirer", "--listen", "127.0.0.1:0", "--api", "0.0.0.0:0") as child:
        assert re.search(r"the API's token: \S{32}", child.err.until("token")[-1])
