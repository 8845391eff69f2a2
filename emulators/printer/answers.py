"""Answers to commands that come out of the buffer, when everything before them is done."""

from collections.abc import Callable
from types import MappingProxyType

from emulators.printer import status
from emulators.printer.changes import NEAR_END_IGNORED, NEAR_END_STOPS
from emulators.printer.desk import Desk, Device
from emulators.printer.framing import digit, word
from emulators.printer.jobs import Ask
from emulators.printer.port import Port
from emulators.printer.profiles import Profile
from emulators.printer.unasked import Unasked
from emulators.printer.urgent import Urgent


class Answers:
    """Everything that the printer answers, in real time, in its turn and unasked."""

    def __init__(
        self,
        device: Device,
        port: Port,
        profile: Profile,
        clear_buffers: Callable[[str], None],
    ) -> None:
        self.desk = Desk(device, port, profile, clear_buffers)
        self.unasked = Unasked(self.desk)
        self._urgent = Urgent(self.desk)

    def restart(self) -> None:
        """Power-on."""
        self.desk.restart()

    def real_time(self, conn: int, command: bytes) -> None:
        """Execute DLE EOT, DLE ENQ or DLE DC4 on arrival."""
        self._urgent.execute(conn, command)

    def ask(self, job: Ask) -> None:
        """Answer a command that has come out of the buffer."""
        if (answer := _ASKS.get(job.name)) is not None:
            answer(self, job.conn, job.params)


_Answer = Callable[[Answers, int, bytes], None]


def _printer_id(answers: Answers, conn: int, params: bytes) -> None:
    data = status.printer_id(params[0], answers.desk.profile)
    if data is not None:
        answers.desk.reply(conn, f"GS I {params[0]}", data)


def _status(answers: Answers, conn: int, params: bytes) -> None:
    """GS r: paper, drawer; inks (4), of which there are none to run out (APG, GS r)."""
    item = status.TRANSMITTED.get(digit(params[0]))
    if item is not None:
        now = answers.desk.device.condition
        data = bytes((item.value(now),))
        answers.desk.reply(conn, f"GS r {params[0]}", data, trouble=item.trouble(now))


def _peripheral_status(answers: Answers, conn: int, params: bytes) -> None:
    """ESC u 0: the drawer's switch (APG, ESC u)."""
    if digit(params[0]) == 0:
        now = answers.desk.device.condition
        answers.desk.reply(conn, "ESC u", bytes((status.DRAWER_STATUS.value(now),)))


def _paper_status(answers: Answers, conn: int, params: bytes) -> None:
    del params
    now = answers.desk.device.condition
    data, trouble = bytes((status.PAPER_STATUS.value(now),)), status.PAPER_STATUS.trouble(now)
    answers.desk.reply(conn, "ESC v", data, trouble=trouble)


def _process_id(answers: Answers, conn: int, params: bytes) -> None:
    """GS ( H: function 48 answers with the ID given; 49 turns offline responses on (APG)."""
    if len(params) < 4:
        return
    body = params[2 : 2 + word(params)]
    if body[0] == 48 and len(body) == 6:
        answers.desk.reply(conn, "GS ( H 48", b"\x37\x22" + body[2:6] + b"\0")
    elif body[0] == 49 and len(body) == 3:
        answers.unasked.enable_offline_responses(conn, body[2])


def _enable(answers: Answers, conn: int, params: bytes) -> None:
    """GS ( D 20: real-time commands on or off, in pairs of number and setting (APG)."""
    del conn
    pairs = params[3:]
    for number, setting in zip(pairs[::2], pairs[1::2], strict=False):
        if number == 1:
            answers.desk.pulses_enabled = digit(setting) == 1
        elif number == 2:
            answers.desk.shutdown_enabled = digit(setting) == 1


def _symbol_size(answers: Answers, conn: int, answer: bytes) -> None:
    """GS ( k function 82: worked out where the symbol is drawn."""
    answers.desk.reply(conn, "GS ( k 82", answer)


def _ready_answer(answers: Answers, conn: int, answer: bytes) -> None:
    answers.desk.reply(conn, "GS ( L", answer)


def _ink_status(answers: Answers, conn: int, params: bytes) -> None:
    """GS j: header, two bytes with nothing the matter, NUL (Samsung SRP-500 manual, GS j)."""
    if params[0]:
        answers.desk.reply(conn, "GS j", b"\x35\x40\x40\x00")


def _paper_stop(answers: Answers, conn: int, params: bytes) -> None:
    """ESC c 4: bits 0 and 1, either of them, are for near-end; paper end always stops (APG)."""
    del conn
    answers.desk.device.change(NEAR_END_STOPS if params[0] & 3 else NEAR_END_IGNORED)


def _initialise(answers: Answers, conn: int, params: bytes) -> None:
    """ESC @: automatic status and the stop at near-end are over, too (UB-E02 manual; APG)."""
    del params
    answers.unasked.forget(conn)
    if answers.desk.device.condition.stops_at_near_end:
        answers.desk.device.change(NEAR_END_IGNORED)


def _customise(answers: Answers, conn: int, params: bytes) -> None:
    reply = answers.desk.device.customs.answer(params[2:])
    if reply is not None:
        answers.desk.reply(conn, f"GS ( E {params[2]}", reply)


def _edit_records(answers: Answers, conn: int, params: bytes) -> None:
    reply = answers.desk.device.customs.records.answer(params[2:])
    if reply is not None:
        answers.desk.reply(conn, "GS ( C", reply)


def _read_user_memory(answers: Answers, conn: int, params: bytes) -> None:
    answers.desk.reply(conn, "FS g 2", answers.desk.device.customs.read(params))


def _counter(answers: Answers, conn: int, params: bytes) -> None:
    """GS g 2 m nL nH: a header, the number in digits, NUL (APG, GS g 2)."""
    value = answers.desk.device.counters.value(word(params, 1))
    if value is not None:
        answers.desk.reply(conn, "GS g 2", b"\x5f" + str(value).encode() + b"\0")


_ASKS: MappingProxyType[str, _Answer] = MappingProxyType(
    {
        "GS a": lambda answers, conn, params: answers.unasked.enable(conn, params[0]),
        "FS ( e": lambda answers, conn, params: answers.unasked.enable_extended(conn, params[2:]),
        "GS I": _printer_id,
        "GS r": _status,
        "ESC u": _peripheral_status,
        "ESC v": _paper_status,
        "GS ( H": _process_id,
        "GS ( D": _enable,
        "GS ( E": _customise,
        "GS ( C": _edit_records,
        "GS ( k": _symbol_size,
        "GS ( L": _ready_answer,
        "FS ( E": lambda answers, conn, told: answers.desk.reply(conn, "FS ( E 61", told),
        "GS j": _ink_status,
        "ESC c 4": _paper_stop,
        "ESC @": _initialise,
        "FS g 1": lambda answers, _, params: answers.desk.device.customs.write(params),
        "FS g 2": _read_user_memory,
        "GS g 0": lambda answers, _, params: answers.desk.device.counters.reset(word(params, 1)),
        "GS g 2": _counter,
    }
)
