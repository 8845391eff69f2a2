"""Messages to octets and back, by a dialect's table of elements.

The plan of a bitmap (which elements follow, where their lengths stand) is made once and kept: a
terminal sends a handful of different bitmaps.
"""

from binascii import unhexlify
from collections.abc import Iterable
from functools import lru_cache

from emulators.acquirer.dialects.base import Message, MessageError
from emulators.acquirer.dialects.wire import plain
from emulators.acquirer.dialects.wire.elements import Element, Plan, Step
from emulators.acquirer.dialects.wire.forms import ASCII, BCD, Form
from emulators.quick import made

_HALF_BITS = 64
_TWO_BITMAPS = frozenset(b"89ABCDEFabcdef"[n : n + 1] for n in range(14))  # DE 1 is there
_PLANS_KEPT = 512  # bounded: a client may send every bitmap there is
_Layout = tuple[bytes, tuple[Element, ...], plain.Writer | None]


class Codec:
    """The codec of one table.

    Args:
        elements: the table.
        packed: MTI, bitmap and lengths as BCD and octets; else all of them in ASCII.
        header_octets: what stands before the MTI and is kept as it is.

    ``plain``: everything behind the header is in ASCII; ``packed``: as said.
    """

    def __init__(
        self, elements: Iterable[Element], *, packed: bool = False, header_octets: int = 0
    ) -> None:
        self.elements = {item.number: item for item in elements}
        self.packed = packed
        self._header_octets = header_octets
        self._digits: Form = BCD if packed else ASCII
        self.plain = {self._digits, *(item.form for item in self.elements.values())} == {ASCII}
        self._bitmap_at = header_octets + self._digits.octets(4)
        self._half_octets = 8 if packed else 16
        self._lengths = {n: _lengths(self._digits, n) for n in (2, 3)}
        self._plan = lru_cache(_PLANS_KEPT)(self._make_plan)
        self._layout = lru_cache(_PLANS_KEPT)(self._make_layout)
        self._reader = lru_cache(_PLANS_KEPT)(self._make_reader)

    def decode(self, frame: bytes) -> Message:
        """The message in ``frame``. Raises MessageError, with what could be read of it."""
        message = self._decode_plain(frame) if self.plain else None
        return message or self._decode(frame)

    def with_mti(self, frame: bytes, mti: str) -> bytes:
        """The frame under another MTI."""
        start = self._header_octets
        return frame[:start] + self._digits.write(mti)[0] + frame[self._bitmap_at :]

    def _decode(self, frame: bytes) -> Message:
        elements: dict[int, str] = {}
        header, mti = frame[: self._header_octets], ""
        try:
            mti, at = self._mti(frame)
            plan, at = self._plan_at(frame, at)
            _read(frame, at, plan, elements)
        except ValueError as error:
            raise MessageError(str(error), Message(mti, elements, header)) from None
        return Message(mti, elements, header)

    def encode(self, message: Message) -> bytes:
        """The octets of ``message``. Raises MessageError for a value that its element cannot be."""
        elements = message.elements
        try:
            head, items, short = self._layout(message.mti, tuple(elements))
            if message.header:
                head = message.header + head
            written = short.write(elements) if short is not None else None
            if written is not None:
                return head + written
            return head + b"".join([self._write(item, elements[item.number]) for item in items])
        except ValueError as error:
            raise MessageError(f"{message.mti} cannot be written: {error}") from None

    def _decode_plain(self, frame: bytes) -> Message | None:
        """The message, if nothing is wrong with it."""
        start, at = self._header_octets, self._bitmap_at
        end = at + self._half_octets * (2 if frame[at : at + 1] in _TWO_BITMAPS else 1)
        try:
            reader = self._reader(frame[at:end])
            text = str(frame, "ascii")
        except ValueError:
            return None
        mti = text[start:at]
        elements = reader.read(text, end) if mti.isdecimal() else None
        return None if elements is None else made(Message, (mti, elements, frame[:start]))

    def _make_reader(self, bitmap: bytes) -> plain.Reader:
        return plain.Reader(self._plan_at(bitmap, 0)[0])

    def _mti(self, frame: bytes) -> tuple[str, int]:
        end = self._bitmap_at
        if len(frame) < end:
            raise ValueError(f"{len(frame)} octets are no header and MTI")
        mti = self._digits.read(frame[self._header_octets : end], 4)
        if not mti.isdecimal():
            raise ValueError(f"MTI {mti!r} is no four digits")
        return mti, end

    def _plan_at(self, frame: bytes, at: int) -> tuple[Plan, int]:
        primary = self._bitmap(frame, at)
        at += self._half_octets
        if primary >> (_HALF_BITS - 1):
            secondary = self._bitmap(frame, at)
            return self._plan(primary << _HALF_BITS | secondary), at + self._half_octets
        return self._plan(primary << _HALF_BITS), at

    def _bitmap(self, frame: bytes, at: int) -> int:
        raw = frame[at : at + self._half_octets]
        if len(raw) < self._half_octets:
            raise ValueError(f"a bitmap of {len(raw)} octets, it has {self._half_octets}")
        return int.from_bytes(raw if self.packed else unhexlify(raw))

    def _make_plan(self, bits: int) -> Plan:
        numbers = [n for n in range(2, 2 * _HALF_BITS + 1) if bits >> (2 * _HALF_BITS - n) & 1]
        return tuple(self._step(self._known(number)) for number in numbers)

    def _known(self, number: int) -> Element:
        if number not in self.elements:
            raise ValueError(f"DE {number} is not of this dialect")
        return self.elements[number]

    def _step(self, item: Element) -> Step:
        if not item.length_digits:
            return item, None, 0
        lengths = self._lengths[item.length_digits]
        return item, lengths, self._digits.octets(item.length_digits)

    def _make_layout(self, mti: str, unsorted: tuple[int, ...]) -> _Layout:
        numbers = sorted(unsorted)
        items = tuple(self._known(number) for number in numbers)
        halves = 2 if numbers and numbers[-1] > _HALF_BITS else 1
        width = halves * _HALF_BITS
        bits = sum(1 << (width - number) for number in numbers) | (halves - 1) << (width - 1)
        raw = bits.to_bytes(width // 8)
        bitmap = raw if self.packed else raw.hex().upper().encode()
        head = self._digits.write(mti)[0] + bitmap
        in_order = numbers == list(unsorted)
        return head, items, plain.Writer(items, in_order=in_order) if self.plain else None

    def _write(self, item: Element, value: str) -> bytes:
        content, units = item.form.write(value)
        if not item.length_digits:
            if units != item.size:
                raise ValueError(f"DE {item.number} has {units} units and needs {item.size}")
            return content
        if units > item.size:
            raise ValueError(f"DE {item.number} has {units} units, {item.size} at most")
        return self._digits.write(f"{units:0{item.length_digits}d}")[0] + content


def _lengths(digits: Form, count: int) -> dict[bytes, int]:
    return {digits.write(f"{n:0{count}d}")[0]: n for n in range(10**count)}


def _read(frame: bytes, at: int, plan: Plan, into: dict[int, str]) -> None:
    """Read the elements of ``plan`` from ``at`` to the end."""
    for item, lengths, skip in plan:
        form, units = item.form, item.size
        if lengths is not None:
            units = lengths.get(frame[at : at + skip], -1)
            at += skip
            if not 0 <= units <= item.size:
                raise ValueError(f"DE {item.number}: its length is not 0 to {item.size}")
        end = at + form.octets(units)
        if end > len(frame):
            raise ValueError(f"DE {item.number}: {end - len(frame)} octets are missing")
        try:
            into[item.number] = form.read(frame[at:end], units)
        except ValueError as error:
            raise ValueError(f"DE {item.number}: {error}") from None
        at = end
    if at != len(frame):
        raise ValueError(f"{len(frame) - at} octets too many")
