"""Messages for people: any dialect's, element by element with names, masked. Sans-IO."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from emulators.acquirer.dialects.base import Dialect, Message, MessageError
from emulators.acquirer.dialects.framing import HEADER_BYTES
from emulators.acquirer.dialects.iso8583 import Iso8583
from emulators.acquirer.dialects.json_gateway import JsonGateway
from emulators.acquirer.dialects.json_gateway_rules import FIELDS
from emulators.acquirer.dialects.registry import dialect
from emulators.errors import UsageError
from emulators.masking import mask_text

_HTTP = re.compile(rb"(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) /|HTTP/1\.")
_DIGITS = re.compile(rb"[01]\d\d\d")  # a message type indicator in ASCII
_TPDU = 0x60  # the first octet of an address of the transport


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a person is shown; ``broken``: some message could not be read to its end."""

    text: str
    broken: bool


def inspect(data: bytes, name: str | None = None) -> Inspected:
    """Every message in ``data``, with or without the length before each.

    Raises UsageError when there is none, and when ``name`` is no dialect or cannot be guessed.
    """
    if not data:
        raise UsageError("there is nothing to decode: no octet came")
    guessed = name is None
    name = name or _guess(data)
    wire = dialect(name)
    how = ", guessed by its shape: --dialect says otherwise" if guessed else ""
    told = list(_told(wire, data))
    broken = sum(item.broken for item in told)
    count = "1 message" if len(told) == 1 else f"{len(told)} messages"
    return Inspected("\n\n".join([f"{name}{how}; {count}", *(i.text for i in told)]), broken > 0)


def _guess(data: bytes) -> str:
    if _HTTP.match(data):
        return "json-gateway"
    for body in (data, data[HEADER_BYTES:]):
        if _DIGITS.match(body):
            return "iso93" if body.startswith(b"1") else "iso87-ascii"
        if body[:1] == bytes([_TPDU]):
            return "unionpay"
    raise UsageError("that looks like no message of a dialect here: name one with --dialect")


def _told(wire: Dialect, data: bytes) -> Iterator[Inspected]:
    if isinstance(wire, JsonGateway):
        yield from _http(wire, data)
    elif isinstance(wire, Iso8583):
        for body, length in _bodies(data):
            yield _iso(wire, body, length)


def _bodies(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Each message without its length, and what that said; a length that is not there: as many."""
    if not _begins_with_length(data):
        yield data, len(data)
        return
    while data:
        length = int.from_bytes(data[:HEADER_BYTES])
        yield data[HEADER_BYTES : HEADER_BYTES + length], length
        data = data[HEADER_BYTES + length :]


def _begins_with_length(data: bytes) -> bool:
    body = data[HEADER_BYTES:]
    begins = _DIGITS.match(body) or body[:1] == bytes([_TPDU])
    return bool(begins) and not (_DIGITS.match(data) or data[:1] == bytes([_TPDU]))


def _iso(wire: Iso8583, body: bytes, length: int) -> Inspected:
    message, reason = _read(wire, body)
    if not reason and len(body) != length:
        reason = f"its length says {length} octets"
    lines = [f"MTI {message.mti or 'none'}, {len(body)} octets"]
    if message.header:
        lines.append(f"{'header':>6}  {message.header.hex(' ')}")
    elements = wire.codec.elements
    for item in wire.shown(message).fields():
        number, _, value = item.partition("=")
        lines.append(_line(number, elements[int(number)].name, value))
    if reason:
        lines.append(f"broken here: {reason}")
    return Inspected("\n".join(lines), bool(reason))


def _read(wire: Iso8583, body: bytes) -> tuple[Message, str]:
    try:
        return wire.codec.decode(body), ""
    except MessageError as error:
        return error.readable or Message("", {}), str(error)


def _http(wire: JsonGateway, data: bytes) -> Iterator[Inspected]:
    if data.startswith(b"HTTP/"):
        yield Inspected(_printable(mask_text(data.decode("utf-8", "replace"))), broken=False)
        return
    frames = wire.framer().feed(data)
    for frame in frames:
        yield _request(wire, frame)
    if not frames:
        head = _printable(mask_text(data.decode("utf-8", "replace")))
        yield Inspected(f"{head}\nbroken here: the request is not whole", broken=True)


def _request(wire: JsonGateway, frame: bytes) -> Inspected:
    try:
        message, reason = wire.decode(frame), ""
    except MessageError as error:
        message, reason = error.readable or Message("", {}), str(error)
    lines = [f"request {message.mti}"]
    for item in wire.shown(message).fields():
        number, _, value = item.partition("=")
        lines.append(_line(number, FIELDS[int(number)].name, value))
    if reason:
        lines.append(f"broken here: {mask_text(reason)}")
    return Inspected("\n".join(lines), bool(reason))


def _line(number: str, name: str, value: str) -> str:
    return f"{number:>6}  {name:34}  {_printable(value)}"


def _printable(text: str) -> str:
    """Nothing from the wire moves the cursor."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def element_names(name: str) -> Mapping[int, str]:
    """What a dialect calls its elements, by number. Raises UsageError when it is none."""
    wire = dialect(name)
    elements = wire.codec.elements if isinstance(wire, Iso8583) else FIELDS
    return {number: element.name for number, element in elements.items()}
