"""What a real printer's status bytes say of it: the other direction of ``printer/status.py``."""

from dataclasses import dataclass, field, replace

from emulators.printer import status
from emulators.printer.condition import Condition, Trouble
from emulators.printer.status import StatusByte

ASKED = (1, 2, 3, 4)  # DLE EOT n
ASK = b"".join(bytes((0x10, 0x04, n)) for n in ASKED)
_NEAR, _ENDED = 0x0C, 0x60  # DLE EOT 4


def tells_trouble(request: str, data: bytes) -> bool:
    """Whether an answer told the POS that something is out of order."""
    words = request.split()
    if request.startswith("DLE EOT") and len(words) == 3:
        return _troubled(data, (status.REAL_TIME_STATUS.get(int(words[2])),))
    if request.startswith(("GS r 1", "GS r 49", "ESC v")):
        return _troubled(data, (status.PAPER_STATUS,))
    if len(data) == 4:  # automatic status
        return _troubled(data, status.ASB)
    return data.startswith(b"\x37\x23")


def _troubled(data: bytes, layout: tuple[StatusByte | None, ...]) -> bool:
    return any(
        byte & bit.mask and bit.trouble
        for byte, item in zip(data, layout, strict=False)
        if item is not None
        for bit in item.bits
    )


@dataclass(slots=True)
class Sight:
    """The latest answer to each of DLE EOT 1 to 4."""

    values: dict[int, int] = field(default_factory=dict)

    def see(self, n: int, value: int) -> bool:
        """Take note of one; True when it is not as before."""
        changed = self.values.get(n) != value
        self.values[n] = value
        return changed

    def see_automatic(self, data: bytes) -> bool:
        """Automatic status says the same in other places; True when something is new."""
        first, second, third = data[:3]
        general = 0x12 | (first & 0x0C) | (first & 0x40)
        offline = 0x12 | (0x04 if first & 0x20 else 0) | (0x20 if third & 0x0C else 0)
        errors = 0x12 | (second & 0x6C)
        paper = 0x12 | (_NEAR if third & 0x03 else 0) | (_ENDED if third & 0x0C else 0)
        news = [
            self.see(n, v) for n, v in zip(ASKED, (general, offline, errors, paper), strict=True)
        ]
        return any(news)

    @property
    def complete(self) -> bool:
        """Whether every one has been seen."""
        return len(self.values) == len(ASKED)

    def condition(self, before: Condition) -> Condition:
        """The condition that these bytes describe; what they say nothing of stays."""
        general, offline, errors, paper = (self.values.get(n, 0x12) for n in ASKED)
        cover, gone = bool(offline & 0x04), bool(offline & 0x20 or paper & _ENDED)
        troubles = frozenset(_troubles(errors, cover=cover))
        explained = cover or gone or bool(troubles)
        held = "service" if general & 0x08 and not explained else ""
        if held and general & 0x40:
            held = "button"
        return replace(
            before,
            cover_open=cover,
            paper_gone=gone,
            near_end=bool(paper & _NEAR) or gone,
            troubles=troubles,
            held=held,
        )


def _troubles(errors: int, *, cover: bool) -> list[Trouble]:
    found = [trouble for mask, trouble in _ERRORS.items() if errors & mask]
    if errors & 0x40:
        found.append(Trouble.COVER if cover else Trouble.HEAT)
    return found


_ERRORS = {0x04: Trouble.JAM, 0x08: Trouble.CUTTER, 0x20: Trouble.HEAD}


def why(before: Condition, after: Condition) -> str:
    """The name of a change, as the virtual printer would give it."""
    if before.paper_out != after.paper_out:
        return "paper_out" if after.paper_out else "paper_loaded"
    if before.cover_open != after.cover_open:
        return "cover_open" if after.cover_open else "cover_closed"
    if before.troubles != after.troubles:
        came = after.troubles - before.troubles
        return next((_NAMES[one] for one in Trouble if one in came), "recovered")
    if before.near_end != after.near_end:
        return "near_end" if after.near_end else "paper_loaded"
    return "offline" if after.held else "online"


_NAMES = {
    Trouble.HEAT: "head_hot",
    Trouble.COVER: "cover_open",
    Trouble.COVER_LATCHED: "cover_open",
    Trouble.JAM: "paper_jam_noticed",
    Trouble.CUTTER: "cut_failed",
    Trouble.HEAD: "head_failed",
}


def words(condition: Condition) -> str:
    """A condition in words, for people."""
    if not condition.powered:
        return "no power"
    errors = ", ".join(sorted(one.name.lower() for one in condition.troubles)) or "none"
    cover = "open" if condition.cover_open else "closed"
    online = "online" if condition.online else "offline"
    return f"{online}, paper {condition.paper}, cover {cover}, error {errors}"
