"""Messages of a host's line: the host has decoded and masked them already."""

from collections.abc import Mapping

from emulators.acquirer.events import Dropped, Malformed, Moment, Request, Response
from emulators.events import Event
from emulators.money import format_minor
from harness.reports.wires.message import Part, WireMessage, part


class HostLine:
    """``names``: what the dialect calls its elements, by number."""

    def __init__(self, names: Mapping[int, str], currency: int) -> None:
        self._names = names
        self._currency = currency

    def message(self, event: Event) -> WireMessage | None:
        """The message that an event tells of, if it does."""
        payload = event.payload
        if isinstance(payload, Malformed):
            why = (part("not a message", payload.reason),)
            return self._made(event, payload.conn, "not a message", why)
        if isinstance(payload, Dropped):
            return self._made(event, payload.conn, f"{payload.moment} lost: {_asks(payload)}", ())
        if isinstance(payload, Request | Response):
            return self._made(event, payload.conn, self._title(payload), self._parts(payload))
        return None

    def _made(self, event: Event, conn: int, title: str, parts: tuple[Part, ...]) -> WireMessage:
        payload = event.payload
        upward = isinstance(payload, Request | Malformed) or (
            isinstance(payload, Dropped) and payload.moment == "request"
        )
        lost = isinstance(payload, Dropped)
        t_s = event.t_ms / 1000
        return WireMessage(event.seq, t_s, event.device, conn, upward, title, parts, lost)

    def _title(self, moment: Moment) -> str:
        if isinstance(moment, Response):
            return " · ".join(filter(None, (f"answer to {_asks(moment)}", moment.code)))
        trace = f"trace {moment.trace}" if moment.trace else ""
        amount = "" if moment.amount_minor is None else self._money(moment.amount_minor)
        return " · ".join(filter(None, (_asks(moment), amount, trace)))

    def _money(self, minor: int) -> str:
        return format_minor(minor, self._currency)

    def _parts(self, moment: Moment) -> tuple[Part, ...]:
        return tuple(self._part(field) for field in moment.fields)

    def _part(self, field: str) -> Part:
        number, _, value = field.partition("=")
        name = self._names.get(int(number), "") if number.isdecimal() else ""
        return part(f"{number:>3} {name}".rstrip(), value)


def _asks(moment: Moment) -> str:
    return f"{moment.mti} {moment.action.replace('_', ' ')}".rstrip()
