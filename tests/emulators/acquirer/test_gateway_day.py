"""``json-gateway``: pay, not know, ask, cancel; the same books and faults as every dialect."""

from typing import Any

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.events import Malformed, Request, Sent
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import Totals
from emulators.history import of
from tests.emulators.acquirer.gateway_till import CARD, GatewayTill
from tests.emulators.acquirer.rig import Rig, kept


def make(settings: HostSettings | None = None) -> GatewayTill:
    return GatewayTill(Rig(settings, dialect=dialect("json-gateway")))


@pytest.fixture
def till() -> GatewayTill:
    return make()


def changes(till: GatewayTill) -> list[str]:
    assert till.rig.host.books.audit() == []
    return [f"{row.kind_of} {row.change}" for row in till.rig.host.books.journal]


def test_a_session_tells_the_batch(till: GatewayTill) -> None:
    reply = till.ask("POST", "/v1/sessions", {"terminal": "TP000001", "merchant": "SHOP1"})
    assert reply.said == (200, "00", "open")
    assert reply["batch"] == "000001"
    assert till.ask("GET", "/v1/health?terminal=TP000001").said == (200, "00", "up")


def test_a_payment_is_answered_with_what_a_slip_needs(till: GatewayTill) -> None:
    reply = till.paid("A1", 1250)
    assert reply.said == (200, "00", "paid")
    assert (reply["key"], reply["amount"], reply["currency"]) == ("A1", 1250, "156")
    assert (len(reply["transaction"]), len(reply["approval"])) == (12, 6)
    assert changes(till) == ["purchase booked"]


def test_the_same_key_is_the_same_payment(till: GatewayTill) -> None:
    first = till.paid("A1", 1250)
    body = till.money("A1", 1250, pan=CARD, expiry="3012")
    again = till.ask("POST", "/v1/payments", body)
    assert again["transaction"] == first["transaction"]
    assert till.paid("A1", 1251).said == (409, "94", "declined")
    as_refund = till.ask("POST", "/v1/refunds", body)
    assert as_refund.said == (409, "94", "declined")
    assert changes(till) == ["purchase booked"]


def test_questions_are_repeats_in_other_words_when_answers_are_lost(till: GatewayTill) -> None:
    till.rig.arm("host.response_lost:repeats=2")
    assert till.pay("A1", 1250) is None
    question = f"/v1/payments/A1?terminal={till.terminal}&batch={till.batch}"
    assert [till.call("GET", question), till.pay("A1", 1250)] == [None, None]
    assert till.query("A1").said == (200, "00", "paid")


def test_the_key_may_stand_in_the_header(till: GatewayTill) -> None:
    body = till.money("A1", 1250, pan=CARD)
    del body["key"]
    assert till.ask("POST", "/v1/payments", body).said == (400, "30", "declined")
    assert till.ask("POST", "/v1/payments", body, key="A1").said == (200, "00", "paid")


@pytest.mark.parametrize(
    ("fault", "state", "booked"),
    [("host.request_lost", "unknown", False), ("host.response_lost", "paid", True)],
)
def test_what_became_of_it_is_asked(
    till: GatewayTill, fault: str, state: str, *, booked: bool
) -> None:
    till.rig.arm(fault)
    assert till.pay("A1", 1250) is None
    reply = till.query("A1")
    assert (reply["state"], reply["amount"]) == (state, 1250 if booked else None)
    assert reply.status == (200 if booked else 404)
    assert bool(changes(till)) is booked


def test_a_payment_is_cancelled_before_and_after_it_came(till: GatewayTill) -> None:
    till.paid("A1", 1250)
    for _ in range(2):
        reply = till.cancel("A1")
        assert reply is not None
        assert reply.said == (200, "00", "cancelled")
    assert till.query("A1")["state"] == "cancelled"
    overtaking = till.cancel("A2")
    assert overtaking is not None
    assert overtaking.said == (404, "25", "cancelled")
    assert till.paid("A2", 100).said == (402, "68", "declined")
    assert changes(till) == ["purchase booked", "purchase reversed", "purchase tombstone"]


def test_a_refund_cannot_be_cancelled(till: GatewayTill) -> None:
    till.ask("POST", "/v1/refunds", till.money("R1", 100, pan=CARD))
    reply = till.cancel("R1")
    assert reply is not None
    assert reply["code"] == "12"


def test_a_payer_may_show_a_code_and_it_is_kept_nowhere(till: GatewayTill) -> None:
    body = till.money("A1", 1250, payer_code="134567890123456789")
    assert till.ask("POST", "/v1/payments", body).said == (200, "00", "paid")
    till.paid("A2", 100)
    found = repr(till.rig.history.events)
    for _, payload in of(till.rig.history.events, Request):
        found += kept(till.rig.history, payload).decode()
    assert "134567890123456789" not in found
    assert CARD not in found


def test_voids_refunds_holds_and_completions_are_in_one_book(till: GatewayTill) -> None:
    till.paid("A1", 1000)
    held = till.ask("POST", "/v1/holds", till.money("H1", 5000, pan=CARD))
    steps = [
        ("/v1/voids", till.money("V1", 1000, original="A1"), "voided"),
        ("/v1/completions", till.money("C1", 4000, pan=CARD, original="H1"), "paid"),
        ("/v1/refunds", till.money("R1", 300, pan=CARD, original="C1"), "refunded"),
        ("/v1/holds", till.money("H2", 700, pan=CARD), "held"),
        ("/v1/releases", till.money("L1", 700, original="H2"), "voided"),
    ]
    assert held["state"] == "held"
    assert [till.ask("POST", path, body)["state"] for path, body, _ in steps] == [
        state for _, _, state in steps
    ]
    assert till.query("H1")["state"] == "completed"
    assert till.query("A1")["state"] == "voided"
    balance = {"terminal": "TP000001", "currency": "156", "pan": "6200000000000005"}
    assert till.ask("POST", "/v1/balances", balance)["balance"] == 250000
    assert till.settle((2, 5000), (2, 1300)).said == (200, "00", "settled")


def test_the_close_of_day_tells_the_hosts_totals_and_takes_an_upload(till: GatewayTill) -> None:
    till.paid("A1", 1000)
    till.paid("A2", 500)
    differs = till.settle((2, 2000))
    assert differs.said == (409, "95", "differs")
    assert (differs["debits_count"], differs["debits_amount"]) == (2, 1500)
    records = [
        {"key": "A1", "kind": "payment", "amount": 1000},
        {"key": "A3", "kind": "payment", "amount": 1000, "pan": CARD},
    ]
    body = {"terminal": "TP000001", "records": records}
    path = "/v1/batches/000001"
    for _ in range(2):
        assert till.ask("POST", f"{path}/records", body).said == (200, "00", "kept")
    closed = till.ask("POST", f"{path}/close", {"terminal": "TP000001"})
    assert (closed["state"], closed["batch"]) == ("settled", "000002")
    batch = till.rig.host.books.batch("TP000001", "000001")
    assert batch is not None
    assert batch.closed_totals == Totals(2, 2000)
    till.batch = "000009"
    assert till.settle().said == (409, "77", "declined")


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("4000000000000002", (402, "51", "declined")),
        ("4000000000000341", (503, "91", "declined")),
        ("4111111111111112", (402, "14", "declined")),
    ],
)
def test_a_decline_has_its_code(till: GatewayTill, card: str, said: tuple[int, str, str]) -> None:
    assert till.paid("A1", 1250, pan=card).said == said


def test_faults_of_the_answer(till: GatewayTill) -> None:
    till.rig.arm("host.mismatched_response:which=amount")
    assert till.paid("A1", 1250)["amount"] == 1251
    till.rig.arm("host.late_response:after_ms=500")
    assert till.pay("A2", 100) is None
    till.rig.clock.advance(0.5)
    assert b'"key":"A2"' in till.rig.raw[-1]
    assert changes(till) == ["purchase booked"] * 2


@pytest.mark.parametrize("how", ["truncated", "garbage", "length"])
def test_an_answer_that_is_none(till: GatewayTill, how: str) -> None:
    till.rig.arm(f"host.malformed_response:how={how}")
    with pytest.raises((ValueError, h11.RemoteProtocolError)):
        till.pay("A1", 1250)
    assert changes(till) == ["purchase booked"]


def test_several_requests_in_one_segment_and_one_in_many(till: GatewayTill) -> None:
    both = [till.request("POST", "/v1/payments", till.money(f"A{n}", n, pan=CARD)) for n in (1, 2)]
    till.rig.host.feed(1, b"".join(both))
    assert len(till.rig.raw) == 2
    for octet in till.request("POST", "/v1/payments", till.money("A3", 3, pan=CARD)):
        till.rig.host.feed(1, bytes([octet]))
    assert len(till.rig.raw) == 3
    chunked = (
        b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'13\r\n{"terminal":"TP0000\r\n4\r\n01"}\r\n0\r\n\r\n'
    )
    reply = till.send(chunked)
    assert reply is not None
    assert reply["state"] == "open"


def test_a_client_that_wants_no_more_is_hung_up_on(till: GatewayTill) -> None:
    reply = till.send(b"GET /v1/health?terminal=TP000001 HTTP/1.0\r\n\r\n")
    assert reply is not None
    assert till.rig.closed == [1]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "30"),
        (b"[]", "30"),
        (b'{"amount": 12.5}', "30"),
        (b'{"amount": true}', "30"),
        (b'{"amount": -5}', "30"),
        (b'{"terminal": "\\ud800"}', "30"),
        (b"[" * 100_000, "30"),
        (b'{"amount": ' + b"9" * 5000 + b"}", "30"),
        (b"\xff\xfe", "30"),
    ],
)
def test_bodies_that_are_none(till: GatewayTill, body: bytes, code: str) -> None:
    head = f"POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    reply = till.send(head.encode() + body)
    assert reply is not None
    assert (reply.status, reply["code"]) == (400, code)
    assert list(of(till.rig.history.events, Malformed))
    assert till.paid("A1", 1)["code"] == "00"


@pytest.mark.parametrize(
    "data",
    [
        b"garbage\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n" + b" " * 400_000,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # somebody tries TLS
    ],
)
def test_what_is_no_http_is_hung_up_on(till: GatewayTill, data: bytes) -> None:
    till.rig.host.feed(1, data)
    assert till.rig.closed == [1]
    assert len(list(of(till.rig.history.events, Malformed))) == 1
    till.rig.connect(2)
    assert till.send(till.request("GET", "/v1/health?terminal=TP000001"), conn=2) is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
NAMES = st.sampled_from(
    ["terminal", "batch", "key", "amount", "currency", "pan", "original", "records", "expiry", "x"]
)
PATHS = st.sampled_from(
    ["/v1/payments", "/v1/refunds", "/v1/payments/A1/cancel", "/v1/batches/000001/records", "/v1/x"]
)


@given(PATHS, st.dictionaries(NAMES, JSON, max_size=6))
@settings(max_examples=80)
def test_any_json_is_answered_and_the_line_goes_on(path: str, change: dict[str, Any]) -> None:
    till = make()
    body = till.money("A1", 1250, pan=CARD) | change
    reply = till.ask("POST", path, body)
    assert len(reply["code"]) == 2
    assert changes(till) in ([], ["purchase booked"], ["refund booked"], ["purchase tombstone"])
    assert till.paid("B1", 1)["code"] == "00"


@given(st.data())
@settings(max_examples=80)
def test_any_octets_behind_a_good_beginning(data: st.DataObject) -> None:
    till = make()
    good = till.request("POST", "/v1/payments", till.money("A1", 1250, pan=CARD))
    end = data.draw(st.integers(0, len(good) - 1))
    till.rig.host.feed(1, good[:end] + data.draw(st.binary(max_size=200)))
    events = till.rig.history.events
    if till.rig.raw or till.rig.closed:
        assert list(of(events, Malformed)) or list(of(events, Sent))
    assert till.rig.host.books.audit() == []
    till.rig.connect(2)
    assert till.send(till.request("GET", "/v1/health?terminal=TP000001"), conn=2) is not None


def test_who_waits_for_a_word_before_the_body_gets_it(till: GatewayTill) -> None:
    """As .NET does with every POST, and curl with a long one."""
    asked = till.request("POST", "/v1/payments", till.money("A1", 1250, pan=CARD))
    head, end, body = asked.partition(b"\r\n\r\n")
    till.rig.host.feed(1, head + b"\r\nExpect: 100-continue" + end)
    assert till.rig.raw == [b"HTTP/1.1 100 Continue\r\n\r\n"]
    till.rig.host.feed(1, body)
    assert till.rig.raw[1].startswith(b"HTTP/1.1 200 OK")
    assert changes(till) == ["purchase booked"]


def test_head_has_no_body(till: GatewayTill) -> None:
    till.rig.host.feed(1, till.request("HEAD", "/v1/health?terminal=TP000001"))
    assert till.rig.raw[0].endswith(b"\r\n\r\n")
    assert till.ask("GET", "/v1/health?terminal=TP000001").body["state"] == "up"


def test_a_head_is_bounded_in_one_piece_as_in_many(till: GatewayTill) -> None:
    till.rig.host.feed(1, till.request("GET", "/v1/health?terminal=" + "A" * 20_000))
    assert (till.rig.raw, till.rig.closed) == ([], [1])
