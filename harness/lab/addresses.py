"""Where a real printer is: the address as one writes it in ``[printer] port`` or on the command."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from emulators.errors import UsageError

DEFAULT_BAUD = 38400
RAW_PORT = 9100
PARITIES = {"none": "N", "even": "E", "odd": "O"}
FLOWS = ("none", "rtscts", "dsrdtr", "xonxoff")
_NETWORK = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:/\s]+))(?::(?P<port>\d{1,5}))?/?")
_FORMS = (
    "socket://HOST:9100, rfc2217://HOST:PORT, /dev/ttyUSB0, serial:///dev/ttyUSB0?baudrate=38400, "
    "/dev/usb/lp0, usb://04b8:0e15 or usb://04b8:0e15/SERIAL"
)
_USB = re.compile(r"(?:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?:/([!-~]+))?)?")


@dataclass(frozen=True, slots=True)
class PortAddress:
    """``kind`` is socket, rfc2217, serial, file (the kernel's USB printer class) or usb (our own).

    ``usb``: its vendor's and product's number, None for the only printer there is.
    ``flow`` is none, rtscts, dsrdtr or xonxoff; ``parity`` none, even or odd.
    """

    kind: str
    host: str = ""
    port: int = 0
    path: str = ""
    baudrate: int = DEFAULT_BAUD
    parity: str = "none"
    flow: str = "none"
    usb: tuple[int, int] | None = None
    serial_number: str = ""

    def __str__(self) -> str:
        """As it is written."""
        if self.path:
            return self.path
        if self.kind == "usb":
            numbers = "" if self.usb is None else f"{self.usb[0]:04x}:{self.usb[1]:04x}"
            return f"usb://{numbers}" + (f"/{self.serial_number}" if self.serial_number else "")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind}://{host}:{self.port}"


def parse_port(text: str) -> PortAddress:
    """Read an address. Raises UsageError that shows the forms there are."""
    scheme, sign, rest = text.strip().partition("://")
    if not sign:
        scheme, rest = ("file" if "/usb/lp" in text else "serial"), text.strip()
    if scheme == "usb" and (match := _USB.fullmatch(rest)):
        vendor, product, number = match.groups()
        numbers = (int(vendor, 16), int(product, 16)) if vendor else None
        return PortAddress("usb", usb=numbers, serial_number=number or "")
    where, _, query = rest.partition("?")
    options = _options(text, query)
    if scheme in ("socket", "tcp", "rfc2217"):
        return _network(text, "rfc2217" if scheme == "rfc2217" else "socket", where, options)
    if scheme in ("serial", "file") and where.startswith("/"):
        return _made(text, {"kind": scheme, "path": where} | options)
    raise UsageError(f"{text!r} is no printer's address: write {_FORMS}")


def _network(text: str, kind: str, where: str, options: dict[str, str]) -> PortAddress:
    match = _NETWORK.fullmatch(where)
    port = int(match["port"] or RAW_PORT) if match else 0
    if match is None or not 0 < port <= 65535:
        raise UsageError(f"{text!r} is no printer's address: write {_FORMS}")
    place = {"kind": kind, "host": match["six"] or match["host"], "port": str(port)}
    return _made(text, place | options)


def _options(text: str, query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    for name in options:
        if name not in ("baudrate", "parity", "flow"):
            raise UsageError(f"{text}: unknown option {name!r}: there is baudrate, parity, flow")
    return options


def _made(text: str, values: dict[str, str]) -> PortAddress:
    baud, parity = values.get("baudrate", str(DEFAULT_BAUD)), values.get("parity", "none")
    flow = values.get("flow", "none")
    if not baud.isdecimal() or not 0 < int(baud) <= 4_000_000:
        raise UsageError(f"{text}: baudrate={baud} is no rate: write one such as 38400")
    if parity not in PARITIES or flow not in FLOWS:
        raise UsageError(
            f"{text}: parity is one of {', '.join(PARITIES)}, flow one of {', '.join(FLOWS)}"
        )
    return PortAddress(
        values["kind"],
        values.get("host", ""),
        int(values.get("port", 0)),
        values.get("path", ""),
        int(baud),
        parity,
        flow,
    )
