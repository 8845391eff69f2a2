"""``json-gateway``: JSON over HTTP/1.1, as wallet and QR acquirers have it.

A transaction is named by its idempotency key. What a terminal does not know it asks (``query``),
and what it does not want it cancels. Decisions, books, moments and faults are those of every
dialect; an HTTP message takes the place of a frame.
"""

from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from emulators import http1
from emulators.acquirer.dialects.base import FormatError, Message, MessageError, Send, Shown
from emulators.acquirer.dialects.iso8583 import card_of
from emulators.acquirer.dialects.json_gateway_bodies import (
    BodyError,
    body_of,
    elements_of,
    name_of,
    pans_of,
    records_of,
)
from emulators.acquirer.dialects.json_gateway_rules import (
    DECLINED,
    ECHOED,
    ENDPOINTS,
    FIELDS,
    KEY,
    PATTERNS,
    RECORDS,
    STATES,
    STATUSES,
    Endpoint,
)
from emulators.acquirer.dialects.masking import (
    Hidden,
    hidden,
    mask_characters,
    mask_unread,
    shown,
)
from emulators.acquirer.requests import Action, Answer, Card, Reference, Request
from emulators.acquirer.totals import NOTHING, Totals
from emulators.masking import mask_card

_BY_NAME = {item.name: item for item in ENDPOINTS}
_PAYER_CODE = 102
_NO_HTTP = b"!"


class HttpFramer:
    """Hands on each request as ``method SP target SP key SP last LF body``: no other header.

    A client that waits for a word before it sends the body (``Expect: 100-continue``) gets it.
    """

    def __init__(self, send: Send | None = None) -> None:
        self._parser = http1.RequestParser()
        self._send = send

    def feed(self, data: bytes) -> list[bytes]:
        """The requests that are whole now; what is no HTTP comes as a frame that is none."""
        frames = [_frame(item) for item in self._parser.feed(data)]
        if self._send is not None and (word := self._parser.go_ahead()):
            self._send(word)
        return frames


def _frame(item: http1.HttpRequest | http1.HttpProblem) -> bytes:
    if isinstance(item, http1.HttpProblem):
        return _NO_HTTP + item.reason.encode() + b"\n" + item.seen
    key = item.headers.get("idempotency-key", "").replace(" ", "+")
    return f"{item.method} {item.target} {key} {item.last:d}\n".encode("latin-1") + item.body


class JsonGateway:
    """The dialect; it holds no state."""

    name = "json-gateway"
    has_keys = False

    def framer(self, send: Send | None = None) -> HttpFramer:
        """A framer for a fresh connection."""
        return HttpFramer(send)

    def decode(self, frame: bytes) -> Message:
        """The message in ``frame``. Raises MessageError, with what could be read of it."""
        head, _, body = frame.partition(b"\n")
        if head.startswith(_NO_HTTP):
            raise MessageError(f"no HTTP: {head[1:].decode(errors='replace')}")
        method, target, key, last = head.decode("latin-1").split(" ")
        parts = urlsplit(target)
        endpoint, named = _endpoint(method, parts.path)
        readable = Message(endpoint.name if endpoint else method.lower(), {}, last.encode())
        if endpoint is None:
            raise MessageError(f"no endpoint {method} {parts.path}", readable)
        said: dict[str, object] = {**dict(parse_qsl(parts.query)), **named}
        if key:
            said.setdefault("key", key)
        try:
            elements = elements_of(body, said)
        except BodyError as error:
            raise MessageError(str(error), readable) from None
        return readable._replace(elements=elements)

    def read(self, message: Message, frame: bytes) -> Request:
        """What the message asks. Raises FormatError with 30."""
        endpoint = _BY_NAME[message.mti]
        for number, value in message.elements.items():
            pattern = PATTERNS.get(number)
            if pattern is not None and not pattern.fullmatch(value):
                raise FormatError(f"{FIELDS[number].name} is not of its form")
        missing = [name_of(n) for n in endpoint.required if not message.get(n)]
        if missing:
            raise FormatError(f"{', '.join(missing)} missing")
        asked = endpoint.asked
        return Request(
            action=asked.action,
            terminal=message.get(41),
            trace=message.get(KEY),
            batch=message.get(60),
            merchant=message.get(42),
            kind_of=asked.kind_of,
            amount_minor=int(message.get(4) or 0),
            currency=int(message.get(49) or 0),
            card=_card(message),
            original=_original(message),
            totals=_totals(message) if asked.action is Action.SETTLEMENT else NOTHING,
            records=records_of(message.get(RECORDS)),
            # Headers that differ from try to try make no other request of it.
            frame=b"%s\n%s" % (message.mti.encode(), frame.partition(b"\n")[2]),
            comes_again=asked.action in (Action.VOID, Action.REFUND),
        )

    def answer(self, message: Message, answer: Answer, now: datetime) -> Message:
        """The response: echoes, the code, the state, and what there is to tell."""
        told = {n: message.get(n) for n in ECHOED}
        told |= {
            12: now.strftime("%H%M%S"),
            13: now.date().isoformat(),
            37: answer.rrn,
            38: answer.auth_code,
            39: answer.code,
            44: _state(message.mti, answer),
        }
        if answer.batch:
            told[60] = answer.batch
        if answer.balance_minor is not None:
            told[54] = str(answer.balance_minor)
        if answer.amount_minor is not None:
            told[4] = str(answer.amount_minor)
        if answer.totals is not None:
            told |= _figures(answer.totals)
        elements = {number: told[number] for number in sorted(told) if told[number] != ""}
        return Message(f"{message.mti}.answer", elements, message.header)

    def encode(self, message: Message) -> bytes:
        """The HTTP response."""
        code = message.get(39)
        status = STATUSES.get(code, DECLINED)
        if message.mti == "query.answer" and message.get(44) != "unknown":
            status = 200  # it is found, whatever became of it
        answer = http1.json_response(status, body_of(message.elements), last=self.is_last(message))
        return http1.without_body(answer) if message.mti == "head.answer" else answer

    def shown(self, message: Message) -> Shown:
        """Its elements with card data masked."""
        return shown(message, self._secrets(message))

    def seen(self, message: Message, data: bytes) -> tuple[Shown | None, bytes]:
        """``shown`` and ``masked`` at once."""
        secrets = self._secrets(message)
        return shown(message, secrets), mask_characters(data, secrets)

    def masked(self, message: Message, data: bytes) -> bytes:
        """``data`` with the card data of ``message`` masked wherever it stands."""
        return mask_characters(data, self._secrets(message))

    def masked_unread(self, data: bytes) -> bytes:
        """Bytes that could not be read, with everything masked that may be a card number."""
        return mask_unread(data, packed=False)

    def sealed(self, message: Message, terminal: str = "") -> Message:
        """Nothing vouches for it: that is the matter of TLS, which is not simulated."""
        del terminal
        return message

    def drop_keys(self, terminal: str) -> None:
        """It has no keys."""

    def malformed(self, data: bytes, how: str) -> bytes:
        """An HTTP response whose JSON is cut in half, garbage, or shorter than its length says."""
        body = data.partition(b"\r\n\r\n")[2]
        match how:
            case "truncated":
                return http1.response(200, body[: len(body) // 2])
            case "garbage":
                return bytes(0x80 | octet for octet in data)
            case _:
                whole = http1.response(200, body + bytes(16))
                return whole[:-16]

    def is_last(self, message: Message) -> bool:
        """Whether the client said ``Connection: close``."""
        return message.header == b"1"

    def is_request(self, mti: str) -> bool:
        """Whether it is an endpoint."""
        return not mti.endswith(".answer")

    def _secrets(self, message: Message) -> Hidden:
        pans = pans_of(message.get(RECORDS))
        return hidden(message.elements, (message.get(_PAYER_CODE), *pans))


def _endpoint(method: str, path: str) -> tuple[Endpoint | None, dict[str, str]]:
    for item in ENDPOINTS:
        match = item.match(method, path)
        if match is not None:
            return item, {name: unquote(value) for name, value in match.groupdict().items()}
    return None, {}


def _card(message: Message) -> Card:
    """A card number, or the code that a payer's telephone shows."""
    code = message.get(_PAYER_CODE)
    return Card(mask_card(code)) if code else card_of(message.get(2), message.get(14))


def _original(message: Message) -> Reference:
    key = message.get(61)
    batch = message.get(62) or message.get(60)
    return Reference(message.get(37), message.get(38), batch if key else "", key)


def _totals(message: Message) -> Totals:
    return Totals(*(int(message.get(n)) for n in (76, 88, 74, 86)))


def _figures(totals: Totals) -> dict[int, str]:
    return {
        74: str(totals.credits_count),
        76: str(totals.debits_count),
        86: str(totals.credits_minor),
        88: str(totals.debits_minor),
    }


def _state(name: str, answer: Answer) -> str:
    """What has become of it, in a word."""
    if name == "query":
        if not answer.state:
            return "unknown"
        words = STATES[answer.state]
        plain = "paid" if answer.state == "booked" else answer.state
        return words.get(answer.kind_of) or words.get("") or plain
    endpoint = _BY_NAME.get(name)
    # A cancelled payment that never came is cancelled, too: it will not be taken any more.
    if endpoint is not None and (answer.code == "00" or (name == "cancel" and answer.code == "25")):
        return endpoint.state
    return "differs" if answer.code == "95" else "declined"
