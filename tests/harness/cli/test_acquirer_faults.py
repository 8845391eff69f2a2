"""Every fault of the host and of its line, armed over the API of a stand-alone host, on the wire.

One sale of a terminal of its own for each: what its client hears, and what is in the books then.
"""

import socket
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from emulators.acquirer.dialects.base import MessageError
from emulators.faults.fault import catalogue
from tests.emulators.acquirer.till import DIALECT, Till

from .child import DEADLINE_S, Child
from .test_acquirer_api import Caller

AMOUNT_MINOR = 1250
BOOKED, DECLINED = ["booked"], ["declined"]

# What is armed; what the client hears of its sale, and of an echo behind it where one is sent; what
# is in the books.
SALES = [
    ("host.request_lost", "echo", []),
    ("host.request_lost@message(purchase,booking)", "echo", []),
    ("host.response_lost", "echo", BOOKED),
    ("host.response_lost@message(purchase,response)", "echo", BOOKED),
    ("host.response_lost@message(financial,answering)", "half", BOOKED),
    ("host.late_response:after_ms=20", "echo 00", BOOKED),
    ("host.duplicate_response", "00 00", BOOKED),
    ("host.decline:code=05", "05 echo", DECLINED),
    ("host.decline:code=05@event(host.booking)", "05 echo", DECLINED),
    ("host.decline:code=05@byte(40)", "05 echo", DECLINED),
    ("host.booked_but_declined:code=61", "61 echo", BOOKED),
    ("host.approved_not_booked", "00 echo", []),
    ("host.malformed_response", "wrong echo", BOOKED),
    ("host.malformed_response:how=garbage", "wrong echo", BOOKED),
    ("host.malformed_response:how=length", "half", BOOKED),
    ("host.mismatched_response", "wrong echo", BOOKED),
    ("host.mismatched_response:which=amount", "wrong echo", BOOKED),
    ("host.mismatched_response:which=terminal", "wrong echo", BOOKED),
    ("host.sign_on_required", "77 echo", []),
    ("host.busy", "91 echo", DECLINED),
    ("host.busy:code=96", "96 echo", DECLINED),
    ("host.busy:code=90", "90 echo", []),
    ("host.cutover@message(purchase,booking)", "00 echo", BOOKED),
    ("host.down:off_for_ms=1@message(purchase,request)", "cut", []),
    ("host.down:off_for_ms=1@message(purchase,booked)", "cut", BOOKED),
    ("host.down:off_for_ms=1@message(purchase,answering)", "half cut", BOOKED),
    ("host.down:off_for_ms=1@message(purchase,answered)", "00 cut", BOOKED),
    ("acquirer.link.down:off_for_ms=1@message(purchase,booked)", "cut", BOOKED),
    ("acquirer.link.reset_peer@message(purchase,request)", "cut", BOOKED),
    ("acquirer.link.reset_peer@message(purchase,answering)", "half cut", BOOKED),
    ("acquirer.link.reset_peer@byte(60)", "cut", []),
    ("acquirer.link.refuse@message(purchase,request)", "00 echo", BOOKED),
    ("acquirer.link.latency:ms=20", "00 echo", BOOKED),
    ("acquirer.link.jitter:ms=20", "00 echo", BOOKED),
    ("acquirer.link.bandwidth:bytes_s=20000", "00 echo", BOOKED),
    ("acquirer.link.slicer", "00 echo", BOOKED),
    ("acquirer.link.limit_data:bytes=20", "cut", []),
    ("acquirer.link.limit_data:bytes=20,stream=downstream", "half cut", BOOKED),
    ("acquirer.link.timeout:closes_after_ms=1", "cut", []),
    ("acquirer.link.timeout:off_for_ms=20", "00 echo", BOOKED),
    ("acquirer.link.drop", "echo", []),
    ("acquirer.link.drop:stream=downstream", "echo", BOOKED),
    ("acquirer.link.duplicate", "00 00", BOOKED),
    ("acquirer.link.reorder", "echo 00", BOOKED),
    ("acquirer.link.corrupt:rate=0.02,seed=3", "cut", []),
]
# Without an end: they are seen by what does not come, or strike other messages.
ELSEWHERE = {
    "host.stale_response",
    "host.reversal_lost",
    "host.reversal_response_lost",
    "host.settlement_mismatch",
    "host.settlement_response_lost",
    "host.upload_lost",
    "acquirer.link.black_hole",
    "acquirer.link.half_open",
    "acquirer.link.slow_close",
}
OF_KEYS = {"host.wrong_mac", "host.keys_expired"}


class Line:
    """One connection of one terminal."""

    def __init__(self, address: tuple[str, int], terminal: str) -> None:
        self.till = Till(terminal=terminal)
        self.sock = socket.create_connection(address, DEADLINE_S)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self.sock.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self.sock.close()

    def hears(self, until: int) -> str:
        """So many words: a code, echo, wrong, half (what comes is no whole message) or cut."""
        words: list[str] = []
        while len(words) < until and words[-1:] != ["cut"]:
            words += self._word()
        return " ".join(words)

    def _word(self) -> list[str]:
        head = self._read(2)
        if len(head) < 2:
            return [*(["half"] if head else []), "cut"]
        body = self._read(int.from_bytes(head))
        if len(body) < int.from_bytes(head):
            return ["half", "cut"]
        try:
            answer = DIALECT.decode(body)
        except MessageError:
            # What was cut off in mid-answer is filled up by the answer to the echo.
            return ["half"] if b"0810" in body else ["wrong"]
        if answer.mti == "0810":
            return ["echo"]
        mine = (answer.get(11), answer.get(41)) == ("000001", self.till.terminal)
        right = mine and int(answer.get(4)) == AMOUNT_MINOR
        return [answer.get(39) if right else "wrong"]

    def _read(self, size: int) -> bytes:
        with suppress(ConnectionResetError):
            return self._file.read(size)
        return b""


@pytest.fixture(scope="module")
def host() -> Iterator[Caller]:
    with Child("acquirer", "--listen", "127.0.0.1:0", "--api", "127.0.0.1:0") as child:
        yield Caller(child)


@pytest.fixture
def bench(host: Caller) -> Iterator[Caller]:
    yield host
    host.call("DELETE", "/faults")


def test_no_fault_of_the_host_or_its_line_is_forgotten() -> None:
    driven = {spec.partition("@")[0].partition(":")[0] for spec, _, _ in SALES}
    own = {name for name in catalogue() if name.startswith(("host.", "acquirer."))}
    assert driven | ELSEWHERE | OF_KEYS == own


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(SALES)), ids=[spec for spec, _, _ in SALES])
def test_a_sale(bench: Caller, number: int) -> None:
    spec, told, states = SALES[number]
    terminal = f"TP{number:06d}"
    with closing(Line(bench.till, terminal)) as line:
        assert bench.call("POST", "/faults", {"fault": spec})[0] == 200
        with suppress(OSError):  # the line may be cut already
            line.sock.sendall(line.till.sale(1, AMOUNT_MINOR))
            if told != "00 00":
                line.sock.sendall(line.till.network("301", 999))
        assert line.hears(len(told.split())) == told
    assert [item["fired"] for item in bench.get("/faults")] == [1]
    found = bench.get(f"/transactions?terminal={terminal}")
    assert [item["state"] for item in found] == states


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(OF_KEYS))
def test_what_is_about_keys_is_refused_where_there_are_none(host: Caller, name: str) -> None:
    status, found = host.call("POST", "/faults", {"fault": name})
    assert status == 400
    assert "neither keys" in found["error"]
