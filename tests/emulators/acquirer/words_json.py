"""The words of a till in ``json-gateway``."""

import json
from typing import Any

import h11

from emulators.acquirer.dialects.base import Dialect
from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.gateway_till import CARD, read
from tests.emulators.acquirer.words import Ask, Heard, Named, Words

_PATHS = {
    "void": "voids",
    "refund": "refunds",
    "preauth_void": "releases",
    "completion": "completions",
}
_HEAD_END = b"\r\n\r\n"


class Json(Words):
    """``json-gateway``: keys of six digits; what is cancelled is named in the path."""

    reversal_mtis = ("cancel",)
    kinds = ("purchase", "preauth", *_PATHS)
    reversed_kinds = ("purchase", "preauth", "completion")
    comes_again = ("void", "refund", "preauth_void")
    reversals_have_amounts = False

    def dialect(self) -> Dialect:
        return dialect("json-gateway")

    def cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The answers that are whole; what is no HTTP is one that no till takes."""
        frames = []
        while data:
            if not data.startswith(b"HTTP/1.1 "[: len(data)]):
                return [*frames, data], b""
            head, found, rest = data.partition(_HEAD_END)
            length = int(head.lower().partition(b"content-length: ")[2].split()[0]) if found else 0
            if not found or len(rest) < length:
                break
            end = len(head) + len(_HEAD_END) + length
            frames.append(data[:end])
            data = data[end:]
        return frames, data

    def has_trace(self, message: bytes) -> bool:
        """What is about a batch has none."""
        return b" /v1/batches/" not in message

    def mti(self, message: bytes) -> str:
        """The method and the path, without what it names: of what type the message is."""
        method, path = message.decode().split(" ", 2)[:2]
        return " ".join([method, *(part for part in path.split("/") if not part.isdecimal())])

    def sign_on(self, ask: Ask) -> None:
        ask(self._post("/v1/sessions", {}))

    def sale(self, trace: int, amount_minor: int) -> bytes:
        return self._post("/v1/payments", self._money(trace, amount_minor))

    def hold(self, trace: int, amount_minor: int) -> bytes:
        return self._post("/v1/holds", self._money(trace, amount_minor))

    def about(self, kind: str, trace: int, amount_minor: int, of: Named) -> bytes:
        """A void, refund, release or completion of what it names."""
        named = {"original": f"{of.trace:06d}", "original_batch": f"{of.batch:06d}"}
        return self._post(f"/v1/{_PATHS[kind]}", self._money(trace, amount_minor) | named)

    def reversal(self, trace: int, amount_minor: int, kind: str, mti: str = "cancel") -> bytes:
        del amount_minor, kind, mti
        return self._post(f"/v1/payments/{trace:06d}/cancel", {"batch": f"{self.batch:06d}"})

    def settle(self, totals: Totals) -> tuple[bytes, int]:
        body = {
            "debits_count": totals.debits_count,
            "debits_amount": totals.debits_minor,
            "credits_count": totals.credits_count,
            "credits_amount": totals.credits_minor,
        }
        return self._batch("settle", body), 0

    def upload(self, trace: int, amount_minor: int, kind: str, rrn: str) -> tuple[bytes, int]:
        word = {"purchase": "payment"}.get(kind, kind)
        record = {"key": f"{trace:06d}", "kind": word, "amount": amount_minor, "transaction": rrn}
        return self._batch("records", {"records": [record]}), 0

    def close(self, count: int) -> tuple[bytes, int]:
        del count
        return self._batch("close", {}), 0

    def read(self, frame: bytes) -> Heard | None:
        """None for what no till may take."""
        try:
            said = read(frame).body
        except (ValueError, h11.RemoteProtocolError):
            return None
        amount = f"{said['amount']:012d}" if "amount" in said else ""
        names = ("code", "transaction", "approval")
        code, rrn, auth_code = (said.get(name, "") for name in names)
        return Heard(said.get("key", ""), said["terminal"], amount, code, rrn, auth_code)

    def _money(self, trace: int, amount_minor: int) -> dict[str, Any]:
        own = {"batch": f"{self.batch:06d}", "currency": "156", "key": f"{trace:06d}"}
        return {**own, "amount": amount_minor, "pan": CARD, "expiry": "3012"}

    def _batch(self, what: str, body: dict[str, Any]) -> bytes:
        return self._post(f"/v1/batches/{self.batch:06d}/{what}", body)

    def _post(self, path: str, body: dict[str, Any]) -> bytes:
        data = json.dumps({"terminal": "TP000001", **body}).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: bank\r\nContent-Length: {len(data)}\r\n\r\n"
        return head.encode() + data
