"""What a link records. ``sent`` is as the POS sent it; ``delivered`` is what the device got."""

from dataclasses import dataclass

from emulators.events import Payload, event


@event("link.opened")
@dataclass(frozen=True, slots=True)
class Opened(Payload):
    """The POS has connected (TCP), or opened the serial line. Connections count from 1."""

    conn: int


@event("link.closed")
@dataclass(frozen=True, slots=True)
class Closed(Payload):
    """A connection ended. ``by``: pos, device, fault. ``how``: fin, reset, hangup."""

    conn: int
    by: str
    how: str


@event("link.sent")
@dataclass(frozen=True, slots=True)
class Sent(Payload):
    """Bytes from ``first_byte`` of the connection on, as the POS sent them.

    They stand masked in ``data_hex`` when they are few, in ``blob`` when they are many, and nowhere
    on a host line, whose messages the host keeps.
    """

    conn: int
    first_byte: int
    sent_bytes: int
    data_hex: str = ""
    blob: str = ""


@event("link.delivered")
@dataclass(frozen=True, slots=True)
class Delivered(Payload):
    """Bytes that the device got, after every impairment; counted over all connections."""

    conn: int
    first_byte: int
    delivered_bytes: int


@event("link.answered")
@dataclass(frozen=True, slots=True)
class Answered(Payload):
    """Bytes that went back to the POS."""

    conn: int
    answered_bytes: int


@event("link.lost")
@dataclass(frozen=True, slots=True)
class Lost(Payload):
    """Bytes that a bad line lost. ``stream``: upstream (from the POS) or downstream."""

    conn: int
    stream: str
    bytes_lost: int


@event("link.altered")
@dataclass(frozen=True, slots=True)
class Altered(Payload):
    """Bytes that a bad line turned, doubled or moved. ``stream`` as in ``link.lost``."""

    conn: int
    stream: str
    altered_bytes: int


@event("link.state")
@dataclass(frozen=True, slots=True)
class LinkState(Payload):
    """The link is up, down, refusing (nobody listens) or silent (taken, and nothing gets through).

    Connections that are open stay so while it is refusing.
    """

    state: str

    def key(self) -> str:
        """The state."""
        return self.state


@event("link.serial")
@dataclass(frozen=True, slots=True)
class SerialLine(Payload):
    """What the POS has set on its serial line: ``38400 8N1``; its flow control, DTR and RTS."""

    conn: int
    settings: str
    flow: str
    dtr: bool
    rts: bool
