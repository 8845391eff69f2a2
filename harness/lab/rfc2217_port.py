"""A serial line behind a device server (RFC 2217), through pyserial."""

import contextlib

import serial
import serial.rfc2217

from harness.lab.addresses import PARITIES
from harness.lab.blocking_port import LOOK_S, BlockingPort, Cable
from harness.lab.ports import READ_BYTES


class Rfc2217Port(BlockingPort):
    """Connecting takes the protocol some 0.4 s."""

    def _connected(self) -> Cable:
        address = self.address
        line = serial.rfc2217.Serial(
            None,
            address.baudrate,
            parity=PARITIES[address.parity],
            rtscts=address.flow == "rtscts",
            xonxoff=address.flow == "xonxoff",
            timeout=LOOK_S,
        )
        line.port = f"rfc2217://{address.host}:{address.port}"
        line.open()
        return _Line(line)


class _Line:
    def __init__(self, line: serial.rfc2217.Serial) -> None:
        self._line = line

    def read(self) -> bytes:
        data: bytes = self._line.read(min(READ_BYTES, max(1, self._line.in_waiting)))
        return data

    def write(self, data: bytes) -> int:
        self._line.write(data)
        return len(data)

    def close(self) -> None:
        """Close it; pyserial leaves the socket of a broken connection open."""
        left = getattr(self._line, "_socket", None)
        with contextlib.suppress(OSError):  # pyserial's own errors are of its kind
            self._line.close()
        if left is not None:
            left.close()
