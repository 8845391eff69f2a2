"""Settings and data that the POS keeps in the printer's NV memory.

Source: Epson APG, GS ( E functions 1 to 6 (user setting mode), 11 and 12 (serial interface), FS g 1
and FS g 2 (user memory).
"""

from emulators.printer.framing import word
from emulators.printer.records import Records

USER_MEMORY_BYTES = 1024  # of the TM-T88III and later (APG, FS g 1)
_ON, _OFF = 0x31, 0x30
_SWITCHES = range(1, 9)
_SERIAL = {1: b"38400", 2: b"0", 3: b"0", 4: b"8"}  # baud rate, parity, flow control, bits
_LONGEST_SERIAL = 6


class Customs:
    """Memory switches, customised values and the user memory: they outlive the power."""

    def __init__(self) -> None:
        self._switches = {number: bytearray([_OFF] * 8) for number in _SWITCHES}
        self._values: dict[int, int] = {}
        self._serial = dict(_SERIAL)
        self._memory = bytearray(USER_MEMORY_BYTES)
        self._open = False
        self.records = Records()

    def is_on(self, switch: int, bit: int) -> bool:
        """Whether a bit of a memory switch is on, both counted from 1."""
        return self._switches[switch][8 - bit] == _ON

    @property
    def setting(self) -> bool:
        """Whether it is in the user setting mode."""
        return self._open

    def leave(self) -> None:
        """Leave the user setting mode."""
        self._open = False

    def answer(self, body: bytes) -> bytes | None:
        """Execute one function of GS ( E; the answer, for those that have one."""
        function = body[0] if body else 0
        if body == b"\x01IN":
            self._open = True
            return b"\x37\x20\x00"
        if body == b"\x02OUT":
            self._open = False
        elif function == 3 and self._open:
            self._set_switches(body[1:])
        elif function == 4 and len(body) == 2:
            return b"\x37\x21" + self._switches.get(body[1], b"") + b"\0"
        elif function == 5 and self._open:
            self._set_values(body[1:])
        elif function == 6 and len(body) == 2:
            value = self._values.get(body[1], 0)
            return b"\x37\x27" + f"{body[1]}\x1f{value}".encode() + b"\0"
        elif function in (11, 12) and len(body) >= 2 and body[1] in self._serial:
            return self._serial_setting(function, body[1], body[2:])
        return None

    def _serial_setting(self, function: int, item: int, value: bytes) -> bytes | None:
        """Function 11 sets an item, in digits; 12 tells it. The line itself stays as it is."""
        if function == 12:
            return b"\x37\x33%d\x1f%b\0" % (item, self._serial[item])
        if self._open and value.isdigit() and len(value) <= _LONGEST_SERIAL:
            self._serial[item] = value
        return None

    def _set_switches(self, items: bytes) -> None:
        """Each a number and eight digits, bit 8 first: 0 off, 1 on, 2 as it is."""
        for at in range(0, len(items) - 8, 9):
            switch = self._switches.get(items[at])
            for bit, digit in enumerate(items[at + 1 : at + 9]):
                if switch is not None and digit in (_ON, _OFF):
                    switch[bit] = digit

    def _set_values(self, items: bytes) -> None:
        """Each a number and a value of two bytes."""
        for at in range(0, len(items) - 2, 3):
            self._values[items[at]] = word(items, at + 1)

    def write(self, params: bytes) -> None:
        """FS g 1: m a1 a2 a3 a4 nL nH, then the data; what does not fit is not written."""
        at, size = word(params, 1) | word(params, 3) << 16, word(params, 5)
        if at + size <= USER_MEMORY_BYTES and len(params) >= 7 + size:
            self._memory[at : at + size] = params[7 : 7 + size]

    def read(self, params: bytes) -> bytes:
        """FS g 2: m a1 a2 a3 a4 nL nH; the data between a header and a NUL."""
        at, size = word(params, 1) | word(params, 3) << 16, word(params, 5)
        return b"\x5f" + bytes(self._memory[at : at + min(size, 80)]) + b"\0"
