"""Real-time commands: executed on arrival. Source: Epson APG, DLE EOT, DLE ENQ, DLE DC4."""

from dataclasses import replace

from emulators.printer import status
from emulators.printer.changes import FEED_PRESSED, MACRO_GOES_ON, RECOVERED, SHUT_DOWN, Change
from emulators.printer.condition import Condition
from emulators.printer.desk import Desk
from emulators.printer.events import Buzzed

_SHUTS_DOWN = Change("shut_down", lambda c: replace(c, held=SHUT_DOWN))
_BY_TYPE = (7, 8, 18)  # DLE EOT with a second parameter: ink, peeler, interface


class Urgent:
    """Executes real-time commands of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looked_at: Condition | None = None
        self._found: dict[int, tuple[bytes, bool]] = {}  # the answers while it stays like that

    def execute(self, conn: int, command: bytes) -> None:
        """One whole command, as the scanner found it."""
        if self._desk.device.condition.held == SHUT_DOWN:
            return
        kind, n = command[1], command[2]
        if kind == 0x04:
            self._status(conn, n, command)
        elif kind == 0x05:
            self._recover(n)
        else:
            self._control(conn, n, command)

    def _control(self, conn: int, n: int, command: bytes) -> None:
        if n == 1 and self._desk.pulses_enabled:
            self._pulse(command[3], command[4])
        elif n == 2 and self._desk.shutdown_enabled:
            self._shut_down(conn)
        elif n == 3:
            self._desk.device.record(Buzzed(command[4]))
        elif n == 7:
            self._specified_status(conn, command[3])
        elif n == 8:
            self._clear(conn)

    def _status(self, conn: int, n: int, command: bytes) -> None:
        """DLE EOT. A model without ink, peeler and display has nothing to report of them."""
        now = self._desk.device.condition
        if n in status.REAL_TIME_STATUS:
            data, trouble = self._answer(n, now)
            self._desk.reply(conn, f"DLE EOT {n}", data, trouble=trouble)
        elif n in _BY_TYPE:
            self._desk.reply(conn, f"DLE EOT {n} {command[3]}", b"\x12")

    def _answer(self, n: int, now: Condition) -> tuple[bytes, bool]:
        """The byte, and whether it tells of trouble. Tills ask often, and nothing has changed."""
        if now is not self._looked_at:
            self._looked_at, self._found = now, {}
        if n not in self._found:
            item = status.REAL_TIME_STATUS[n]
            self._found[n] = bytes((item.value(now),)), item.trouble(now)
        return self._found[n]

    def _recover(self, n: int) -> None:
        """DLE ENQ 0 is the FEED button; 1 prints the line again, 2 clears first (APG)."""
        device = self._desk.device
        if n == 0:
            device.change(FEED_PRESSED)
            return
        recovered = RECOVERED.after(device.condition)
        if device.condition.error != "recoverable" or recovered == device.condition:
            return
        if n == 1:
            device.begin_line_again()
        else:
            self._desk.clear_buffers("DLE ENQ 2")
        device.change(RECOVERED)

    def _pulse(self, connector: int, time: int) -> None:
        """DLE DC4 1: a pulse of t times 100 ms, unless the printer is beyond recovery (APG)."""
        if self._desk.device.condition.error != "unrecoverable":
            self._desk.device.pulse(5 if connector else 2, time * 100)

    def _shut_down(self, conn: int) -> None:
        """DLE DC4 2: say so, and do nothing any more until the power is cycled."""
        self._desk.reply(conn, "DLE DC4 2", b"\x3b\x30\x00")
        self._desk.clear_buffers("DLE DC4 2")
        self._desk.device.change(_SHUTS_DOWN)

    def _specified_status(self, conn: int, n: int) -> None:
        """DLE DC4 7: 1 automatic status, 2 the extended one, 4 the offline response, once."""
        now = self._desk.device.condition
        answers = {1: status.asb(now), 2: status.EXTENDED_ASB, 4: status.offline_response(now)}
        if n in answers:
            trouble = n in (1, 4) and status.asb_trouble(now)
            self._desk.reply(conn, "DLE DC4 7", answers[n], trouble=trouble)

    def _clear(self, conn: int) -> None:
        """DLE DC4 8: both buffers are emptied, a recoverable error is over (APG)."""
        self._desk.clear_buffers("DLE DC4 8")
        if self._desk.device.condition.error == "recoverable":
            self._desk.device.change(RECOVERED)
        self._desk.device.change(MACRO_GOES_ON)
        self._desk.reply(conn, "DLE DC4 8", b"\x37\x25\x00")
