"""A serial line over RFC 2217, with pyserial as the POS."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import serial
from hypothesis import given
from hypothesis import strategies as st

from emulators.clock import RealClock
from emulators.effects import Injected
from emulators.history import History
from emulators.links.ends import PrinterEnd
from emulators.links.events import Altered, SerialLine
from emulators.links.rfc2217 import Rfc2217Link
from emulators.links.uart import PARITIES, LineSettings, heard
from emulators.printer import effects
from emulators.printer.device import Printer
from emulators.printer.events import LineBurnt

pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name)")  # of pyserial's own thread


class Stand:
    """A printer behind a device server, on a loop of its own."""

    def __init__(self, own: LineSettings) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()
        self.do(lambda: self._make(own))

    def _make(self, own: LineSettings) -> None:
        clock = RealClock(self.loop)
        self.history = History(clock)
        self.printer = Printer(self.history.recorder("printer"), clock)
        recorder = self.history.recorder("printer.link")
        self.link = Rfc2217Link(recorder, PrinterEnd(self.printer, serial=True), self.loop, own=own)
        self.printer.on_room = self.link.resume
        self.printer.on_power = lambda on: self.link.power(on=on)
        self.link.listen()

    def do(self, function: Callable[[], object]) -> object:
        async def wrapped() -> object:
            return function()

        return asyncio.run_coroutine_threadsafe(wrapped(), self.loop).result(5)

    def close(self) -> None:
        self.do(self.link.stop)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture
def printer() -> Iterator[Callable[..., Stand]]:
    stands: list[Stand] = []

    def make() -> Stand:
        stands.append(Stand(LineSettings()))
        return stands[-1]

    yield make
    for stand in stands:
        stand.close()


def opened(stand: Stand, **settings: object) -> serial.Serial:
    return serial.serial_for_url(stand.link.url, **{"baudrate": 38400, "timeout": 2, **settings})


@pytest.mark.slow
def test_bytes_go_both_ways_and_the_settings_are_seen(printer: Callable[..., Stand]) -> None:
    stand = printer()
    with opened(stand) as pos:
        pos.write(b"\xff\xff line\n\x10\x04\x01")
        assert pos.read(1) == b"\x12"
        assert pos.cts
        assert pos.dsr
        pos.dtr = False
    assert [e.line_text.strip()[-4:] for _, e in stand.history.of(LineBurnt)] == ["line"]
    seen = [event for _, event in stand.history.of(SerialLine)]
    assert seen[-1].settings == "38400 8N1"
    assert not seen[-1].dtr


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings", [{"baudrate": 9600}, {"parity": "E"}, {"bytesize": 7, "parity": "N"}]
)
def test_wrong_settings_are_garbage_on_the_paper(
    printer: Callable[..., Stand], settings: dict[str, object]
) -> None:
    stand = printer()
    with opened(stand, **settings) as pos:
        pos.write(b"TOTAL 12.50\n")
        until(lambda: any(stand.history.of(Altered)))
    assert next(stand.history.of(Altered))[1].altered_bytes > 0
    assert "TOTAL" not in " ".join(stand.printer.snapshot().slip_text)


@pytest.mark.slow
def test_a_printer_without_power_is_refused_and_comes_back(printer: Callable[..., Stand]) -> None:
    stand = printer()
    stand.do(lambda: stand.link.power(on=False))
    with pytest.raises(serial.SerialException):
        opened(stand)
    stand.do(lambda: stand.link.power(on=True))
    with opened(stand) as pos:
        pos.write(b"\x10\x04\x01")
        assert pos.read(1) == b"\x12"


@pytest.mark.slow
def test_a_full_buffer_is_told_by_the_lines_and_by_xoff(printer: Callable[..., Stand]) -> None:
    stand = printer()
    stand.do(lambda: stand.printer.apply(Injected(effects.OpenCover(), 0)))
    with opened(stand, xonxoff=True) as pos:
        pos.write(b"line\n" * 1500)
        until(lambda: not pos.cts)
        assert not pos.dsr
        assert pos.read(1) == b"\x13"
        stand.do(lambda: stand.printer.apply(Injected(effects.CloseCover(), 0)))
        until(lambda: pos.cts)
        assert pos.read(1) == b"\x11"
        until(lambda: len(list(stand.history.of(LineBurnt))) == 1500)


def until(done: Callable[[], bool]) -> None:
    end_s = time.monotonic() + 30
    while not done() and time.monotonic() < end_s:
        time.sleep(0.01)
    assert done()


settings_of = st.builds(
    LineSettings,
    baudrate=st.sampled_from([9600, 19200, 38400, 115200]),
    data_bits=st.just(8),
    parity=st.sampled_from(PARITIES),
)


@given(st.binary(max_size=40), settings_of)
def test_like_settings_change_nothing(data: bytes, settings: LineSettings) -> None:
    assert heard(data, settings, settings) == data


@given(st.binary(min_size=1, max_size=40), settings_of, settings_of)
def test_whatever_the_settings_no_more_comes_out_than_the_bits_can_be(
    data: bytes, sent: LineSettings, own: LineSettings
) -> None:
    ratio = max(1, own.baudrate // sent.baudrate)
    assert len(heard(data, sent, own)) <= len(data) * 6 * ratio


def test_seven_bits_without_parity_read_as_eight_have_the_stop_bit_on_top() -> None:
    sent = LineSettings(data_bits=7)
    assert heard(b"A", sent, LineSettings()) == b"\xc1"


def test_parity_that_the_printer_does_not_expect_is_a_wrong_stop_bit_or_passes() -> None:
    sent = LineSettings(parity="even")
    assert heard(b"\x03", sent, LineSettings()) == b"?"  # the parity bit is 0
    assert heard(b"\x01", sent, LineSettings()) == b"\x01"  # it is 1, as the stop bit would be
