"""A till that speaks HTTP with its own means: the standard library and h11's client half."""

import json
from dataclasses import dataclass
from typing import Any

import h11

from tests.emulators.acquirer.rig import Rig

CARD = "4111111111111111"


@dataclass(frozen=True)
class Reply:
    """An answer: its HTTP status, its JSON, and whether the line stays."""

    status: int
    body: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.body.get(name)

    @property
    def said(self) -> tuple[int, str, str]:
        return self.status, self.body["code"], self.body["state"]


class GatewayTill:
    """One terminal. Each call is one request on connection 1 of the rig."""

    def __init__(self, rig: Rig, terminal: str = "TP000001") -> None:
        self.rig = rig
        self.terminal = terminal
        self.batch = "000001"

    def request(self, method: str, path: str, body: object = None, key: str = "") -> bytes:
        data = b"" if body is None else json.dumps(body).encode()
        headers = [f"{method} {path} HTTP/1.1", "Host: bank", f"Content-Length: {len(data)}"]
        headers += [f"Idempotency-Key: {key}"] if key else []
        return "\r\n".join([*headers, "", ""]).encode() + data

    def call(self, method: str, path: str, body: object = None, key: str = "") -> Reply | None:
        return self.send(self.request(method, path, body, key))

    def send(self, data: bytes, conn: int = 1) -> Reply | None:
        before = len(self.rig.raw)
        self.rig.host.feed(conn, data)
        fresh = b"".join(self.rig.raw[before:])
        return read(fresh) if fresh else None

    def ask(self, method: str, path: str, body: object = None, key: str = "") -> Reply:
        reply = self.call(method, path, body, key)
        assert reply is not None
        return reply

    def money(self, key: str, amount: int, **more: object) -> dict[str, object]:
        own = {"terminal": self.terminal, "batch": self.batch, "currency": "156", "key": key}
        return {**own, "amount": amount, **more}

    def pay(self, key: str, amount: int, **more: object) -> Reply | None:
        body = self.money(key, amount, **{"pan": CARD, "expiry": "3012", **more})
        return self.call("POST", "/v1/payments", body)

    def paid(self, key: str, amount: int, **more: object) -> Reply:
        reply = self.pay(key, amount, **more)
        assert reply is not None
        return reply

    def query(self, key: str) -> Reply:
        named = f"terminal={self.terminal}&batch={self.batch}"
        return self.ask("GET", f"/v1/payments/{key}?{named}")

    def cancel(self, key: str) -> Reply | None:
        body = {"terminal": self.terminal, "batch": self.batch}
        return self.call("POST", f"/v1/payments/{key}/cancel", body)

    def settle(self, debits: tuple[int, int] = (0, 0), credits: tuple[int, int] = (0, 0)) -> Reply:  # noqa: A002
        body = {
            "terminal": self.terminal,
            "debits_count": debits[0],
            "debits_amount": debits[1],
            "credits_count": credits[0],
            "credits_amount": credits[1],
        }
        return self.ask("POST", f"/v1/batches/{self.batch}/settle", body)


def read(data: bytes) -> Reply:
    """The one response in ``data``."""
    http = h11.Connection(h11.CLIENT)
    http.send(h11.Request(method="GET", target="/", headers=[("Host", "bank")]))
    http.send(h11.EndOfMessage())
    http.receive_data(data)
    head = http.next_event()
    if not isinstance(head, h11.Response):
        raise ValueError("it is no answer")  # noqa: TRY004
    body = b""
    while not isinstance(event := http.next_event(), h11.EndOfMessage):
        if not isinstance(event, h11.Data):
            raise ValueError("the answer is not whole")  # noqa: TRY004
        body += event.data
    return Reply(head.status_code, json.loads(body))
