"""What each command that the printer answers brings back.

Source: Epson APG; the virtual printer gives these answers in ``emulators/printer/answers.py``.
"""

from emulators.printer.framing import digit, word
from emulators.printer.jobs import Ask
from harness.lab.questions import ASB, BLOCK, BYTE, REALTIME, Question

PROCESS_ID = b"\x37\x22"


def urgent_question(asker: int, command: bytes) -> Question | None:
    """What a real-time command, as the scanner found it, brings back."""
    kind, n = command[1], command[2]
    if kind == 0x04:
        number = f"{n} {command[3]}" if len(command) > 3 else f"{n}"
        return Question(asker, f"DLE EOT {number}", REALTIME, urgent=True)
    if kind == 0x14 and n in _DC4:
        form, starts = _DC4[n] if n != 7 else _STATUS.get(command[3], (BLOCK, b""))
        return Question(asker, f"DLE DC4 {n}", form, starts, urgent=True)
    return None


_DC4 = {2: (BLOCK, b"\x3b\x30"), 7: (ASB, b""), 8: (BLOCK, b"\x37\x25")}
_STATUS = {1: (ASB, b""), 2: (BLOCK, b"\x39"), 4: (BLOCK, b"\x37\x23")}


def ordered_question(asker: int, job: Ask) -> Question | None:
    """What a command of the buffer brings back in its turn; None: nothing, or not always."""
    name, params = job.name, job.params
    if name == "GS I":
        return _id(asker, params[0])
    if name == "GS ( H":
        body = params[2 : 2 + word(params)]
        if body[:2] == b"00" and len(body) == 6:
            return Question(asker, "GS ( H 48", BLOCK, PROCESS_ID + body[2:6])
        return None
    if name in _ONE_BYTE:
        return Question(asker, f"{name} {params[0]}" if params else name, BYTE)
    if name in _BLOCKS:
        return Question(asker, name, BLOCK, _BLOCKS[name])
    return None


_ONE_BYTE = ("GS r", "ESC u", "ESC v")
_BLOCKS = {"GS g 2": b"\x5f", "FS g 2": b"\x5f", "GS j": b"\x35", "GS ( k": b"\x37"}


def _id(asker: int, number: int) -> Question:
    request = f"GS I {number}"
    if digit(number) in (1, 2, 3):
        return Question(asker, request, BYTE)
    return Question(asker, request, BLOCK, b"\x3d" if number in (33, 35, 96, 110) else b"\x5f")
