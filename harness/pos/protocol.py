"""JSON-RPC 2.0 as the POS contract uses it (docs/contract.md): sans-IO."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from emulators.masking import mask_text
from emulators.quick import quick

METHOD_NOT_FOUND = -32601
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Params = Mapping[str, Json]


@quick
@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a call. ``status``: ok, error, not_applicable or unknown."""

    status: str
    result: Mapping[str, Json]
    reason: str = ""

    def text(self, name: str) -> str:
        """A field that is a text, '' when it is absent, null or of another type."""
        value = self.result.get(name)
        return value if isinstance(value, str) else ""

    @property
    def outcome(self) -> str:
        """approved, declined, failed, pending, settled, …; '' when there is none."""
        return self.text("outcome")

    @property
    def receipt(self) -> str:
        """printed, queued, failed, none; '' when there is none."""
        return self.text("receipt")


def unknown(reason: str) -> Reply:
    """Nobody knows what the POS made of the call."""
    return Reply("unknown", {}, reason)


def encode_call(number: int, method: str, params: Params) -> bytes:
    """One call as a line."""
    call = {"jsonrpc": "2.0", "id": number, "method": method, "params": dict(params)}
    return (json.dumps(call, ensure_ascii=False) + "\n").encode()


@quick
@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the POS that answers the call of that number."""

    number: int
    reply: Reply


def decode_line(line: bytes) -> Answer | str:
    """An answer, or a sentence on why the line is none."""
    try:
        message = _loaded(line)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return "not a JSON-RPC 2.0 object"
    number = message.get("id")
    if isinstance(number, bool) or not isinstance(number, int):
        return "an answer without the id of a call"
    if "error" in message and message["error"] is not None:
        return Answer(number, _error(message["error"]))
    result = message.get("result")
    if not isinstance(result, dict):
        return Answer(number, unknown("the answer's result is not an object"))
    return Answer(number, Reply("ok", {k: v for k, v in result.items() if v is not None}))


def _loaded(line: bytes) -> object:
    """What the line says. Raises ValueError also for half of a surrogate pair, which is no text."""
    message = _DECODER.decode(line.decode(json.detect_encoding(line), "surrogatepass"))
    if b"\\u" in line:
        json.dumps(message, ensure_ascii=False).encode()
    return message


def _no_number(word: str) -> Json:
    """NaN and Infinity are no JSON."""
    raise ValueError(word)


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def _error(error: object) -> Reply:
    code = error.get("code") if isinstance(error, dict) else None
    words = error.get("message") if isinstance(error, dict) else error
    if code == METHOD_NOT_FOUND:
        return Reply("not_applicable", {}, str(words or "the POS lacks this method"))
    return Reply("error", {}, f"error {code}: {words}")


def masked_json(value: object) -> str:
    """JSON for the History, with card numbers masked."""
    return mask_text(_to_text(value))


_to_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
