"""Responses that are wrong on purpose."""

from emulators.acquirer.dialects.base import Message
from emulators.acquirer.dialects.framing import HEADER_BYTES, framed

HOW = ("truncated", "garbage", "length")
WHICH = {"trace": 11, "amount": 4, "terminal": 41}  # ISO 8583 numbers them alike in all editions
MAC = 64
_GARBAGE = bytes(range(0x80, 0x100))


def malformed(data: bytes, how: str) -> bytes:
    """A framed response as no message: cut in half, garbage, or shorter than its length says."""
    body = data[HEADER_BYTES:]
    match how:
        case "truncated":
            return framed(body[: len(body) // 2])
        case "garbage":
            return framed((_GARBAGE * (len(body) // len(_GARBAGE) + 1))[: len(body)])
        case _:
            return (len(body) + 16).to_bytes(HEADER_BYTES) + body


def mismatched(response: Message, which: str) -> Message:
    """The response with another trace number, amount or terminal in it, where it has one."""
    number = WHICH[which]
    value = response.get(number)
    if not value:
        return response
    return response._replace(elements={**response.elements, number: _other(value)})


def unvouched(response: Message) -> Message:
    """The response with another authentication code in DE 64, where it has one."""
    mac = response.get(MAC)
    if not mac:
        return response
    last = "0" if mac[-1] != "0" else "1"
    return response._replace(elements={**response.elements, MAC: mac[:-1] + last})


def _other(value: str) -> str:
    """Another value of the same form: the next number, or another last character."""
    if value.isdecimal():
        return f"{(int(value) + 1) % 10 ** len(value):0{len(value)}d}"
    return value[:-1] + ("1" if value[-1] == "0" else "0")
