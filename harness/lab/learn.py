"""``lab learn``: how this printer answers and how fast it prints, as a profile of one's own."""

from dataclasses import dataclass
from pathlib import Path

from emulators.errors import UsageError
from emulators.printer.profiles import Profile, profile
from harness.lab.dialogue import Dialogue, dialogue
from harness.lab.probe import Found, probed

_SHORT_MM, _LONG_MM = 10.0, 60.0
_FASTEST_MM_S = 1000.0  # faster than any printer of this class: its paper does not move
_WITHIN_S = 20.0
_LEARNT = ("firmware", "vendor", "model", "serial_number")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a profile is written from. ``speed_mm_s`` None: not measured."""

    found: Found
    base: Profile
    silent: tuple[str, ...]
    speed_mm_s: float | None


async def learn(port: str, base: str, *, may_feed: bool) -> Learnt:
    """Ask everything; with ``may_feed`` move some seven centimetres of paper to time them."""
    async with dialogue(port) as talk:
        found = await probed(talk, port)
        if not found.answers:
            raise UsageError(
                f"{port} answers nothing: is it on, is the rate right ('?baudrate=…'), and does "
                "its cable carry both directions?"
            )
        if not found.ready:
            raise UsageError(f"{port} is not ready: {found.state}: put that right first")
        speed = await _speed(talk, profile(base)) if may_feed and found.process_ids else None
        silent = list(found.silent)
        silent += [] if found.process_ids else ["GS ( H"]
        silent += [] if found.automatic_status else ["GS a"]
        silent += [] if found.paper_status else ["GS r"]
        return Learnt(found, profile(base), tuple(silent), speed)


async def _speed(talk: Dialogue, model: Profile) -> float | None:
    """By two feeds of unlike length, so that what an answer takes by itself falls out."""
    took_s = []
    for length_mm in (_SHORT_MM, _LONG_MM):
        units = int(length_mm / 25.4 * model.unit_y_dpi)
        feeds = b"".join(b"\x1bJ" + bytes((min(255, units - at),)) for at in range(0, units, 255))
        talk.port.send(feeds)
        second = await talk.printed(_WITHIN_S)
        if second is None:
            return None
        took_s.append(second)
    more_s = took_s[1] - took_s[0]
    speed = (_LONG_MM - _SHORT_MM) / more_s if more_s > 0 else _FASTEST_MM_S
    return round(speed, 1) if speed < _FASTEST_MM_S else None


def as_profile(learnt: Learnt) -> str:
    """The profile's file."""
    found = learnt.found
    lines = [
        f"# Learnt from the printer at {found.port}. Width, fonts and code pages are those of",
        f"# {learnt.base.name}: no printer tells them. Compare a test print.",
        f'based_on = "{learnt.base.name}"',
    ]
    lines += [f'{name} = "{_plain(found.texts[name])}"' for name in _LEARNT if name in found.texts]
    lines += [f"{name} = {value:#04x}" for name, value in found.numbers.items()]
    if learnt.silent:
        quoted = ", ".join(f'"{name}"' for name in sorted(learnt.silent))
        lines.append(f"silent = [{quoted}]")
    if learnt.speed_mm_s is not None:
        lines.append(f"rated_speed_mm_s = {learnt.speed_mm_s}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isprintable() and c not in '"\\')


def write_profile(learnt: Learnt, path: Path) -> Profile:
    """Write it, and read it again: what cannot be read is told now. Raises UsageError."""
    if path.suffix != ".toml":
        raise UsageError(f"{path}: a profile's file ends in .toml")
    path.write_text(as_profile(learnt), encoding="utf-8")
    return profile(str(path))
