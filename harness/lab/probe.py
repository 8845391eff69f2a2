"""``lab probe``: what is at a port, without a row of paper."""

import time
from dataclasses import dataclass, field

from emulators.errors import UsageError
from emulators.printer.condition import Condition
from emulators.printer.profiles import Profile, profiles
from harness.lab.dialogue import Dialogue, dialogue
from harness.lab.sight import words

TEXTS = {65: "firmware", 66: "vendor", 67: "model", 68: "serial_number", 69: "language"}
NUMBERS = {1: "model_id", 2: "type_id", 3: "rom_id"}
_MULTIBYTE, _CUTTER = 0x01, 0x02  # of the type ID (Epson APG, GS I)


@dataclass(frozen=True, slots=True)
class Found:
    """What a printer told of itself. ``round_trip_ms`` is that of a status question.

    ``silent`` are questions that it does not answer. ``like``: the profile that comes nearest.
    """

    port: str
    answers: bool
    state: str = ""
    ready: bool = False
    round_trip_ms: float = 0.0
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    process_ids: bool = False
    automatic_status: bool = False
    paper_status: bool = False
    silent: tuple[str, ...] = ()
    like: str = ""

    @property
    def proof(self) -> str:
        """What a tap would prove printing by."""
        if self.process_ids:
            return "process-id"
        return "status" if self.paper_status and self.answers else "none"


async def probe(port: str) -> Found:
    """Ask the printer at ``port`` everything that costs no paper, in less than three seconds.

    Raises UsageError for something else than a printer.
    """
    async with dialogue(port) as talk:
        return await probed(talk, port)


async def probed(talk: Dialogue, port: str) -> Found:
    """The same in a talk that is open."""
    start_s = time.monotonic()
    first = await talk.ask(b"\x10\x04\x01", 1, 0.8)
    round_trip_ms = (time.monotonic() - start_s) * 1000
    if not first:
        return Found(port, answers=False)
    seen = await talk.sight()
    if seen is None and first[0] & 0x93 != 0x12:  # the fixed bits of a status (Epson APG, DLE EOT)
        raise UsageError(
            f"what answers at {port} does not answer as a printer: {first[:20]!r}: is it the "
            "printer's own port (9100 of most), and is the rate of a serial line right?"
        )
    condition = (seen.condition(Condition())) if seen is not None else Condition()
    texts, numbers, silent = await _identity(talk)
    known = bool(texts or numbers)
    # What a clone does not know it may print: these are asked only where an identity was told.
    process_ids = known and await talk.printed() is not None
    paper_status = bool(await talk.ask(b"\x1dr\x01", 1)) if known and condition.online else False
    automatic = len(await talk.ask(b"\x1da\x0f", 4)) == 4 if known and condition.online else False
    talk.port.send(b"\x1da\x00" if automatic else b"")
    return Found(
        port,
        True,  # noqa: FBT003 - it has answered
        words(condition) if seen is not None else "it does not tell all of it",
        condition.online,
        round(round_trip_ms, 2),
        texts,
        numbers,
        process_ids,
        automatic,
        paper_status,
        tuple(silent),
        nearest(texts.get("model", "")),
    )


async def _identity(talk: Dialogue) -> tuple[dict[str, str], dict[str, int], list[str]]:
    """The answers to GS I. A printer that is offline does not execute it."""
    texts: dict[str, str] = {}
    numbers: dict[str, int] = {}
    silent: list[str] = []
    for n, name in {**TEXTS, **NUMBERS}.items():
        if len(silent) == 2 and not texts:
            break  # it knows none of them: spare its paper
        answer = await talk.ask(b"\x1dI" + bytes((n,)), 0 if n in TEXTS else 1)
        if n in TEXTS and answer[:1] == b"\x5f" and answer[-1:] == b"\0":
            texts[name] = answer[1:-1].decode("ascii", "replace")
        elif n in NUMBERS and len(answer) == 1:
            numbers[name] = answer[0]
        else:
            silent.append(f"GS I {n}")
    return texts, numbers, silent


def nearest(model: str) -> str:
    """The profile that comes with tillproof for a model; '' when none does."""
    plain = model.lower().replace(" ", "")
    for one in profiles():
        if plain and one.model.lower().replace(" ", "") == plain:
            return one.name
    return ""


def told(found: Found) -> list[tuple[str, str]]:
    """What a person wants to know of it, topic by topic."""
    if not found.answers:
        return [("answers", "nothing")]
    type_id = found.numbers.get("type_id", 0)
    features = [
        word
        for mask, word in ((_MULTIBYTE, "multi-byte characters"), (_CUTTER, "automatic cutter"))
        if type_id & mask
    ]
    rows = [("state", found.state), ("round trip", f"{found.round_trip_ms:g} ms")]
    rows += list(found.texts.items())
    rows += [(name, f"{value:#04x}") for name, value in found.numbers.items()]
    rows += [("has", ", ".join(features))] if features else []
    rows += _profile_rows(found.like)
    yes = {True: "yes", False: "no, or not now"}
    rows += [
        ("process IDs", yes[found.process_ids]),
        ("automatic status", yes[found.automatic_status]),
        ("proof of printing", found.proof),
    ]
    return rows + ([("does not answer", ", ".join(found.silent))] if found.silent else [])


def _profile_rows(name: str) -> list[tuple[str, str]]:
    """Width, code pages and speed cannot be asked for: the profile of the model knows them."""
    if not name:
        return [("profile", "none of this model: try the nearest, or 'tillproof lab learn'")]
    model: Profile = next(one for one in profiles() if one.name == name)
    pages = ", ".join(sorted({*model.code_pages.values()} - {"", "blank"})[:6])
    return [
        ("profile", name),
        ("width", f"{model.width_dots} dots at {model.dpi} dpi"),
        ("code pages", f"{pages}, …" if len(model.code_pages) > 6 else pages),
        ("speed", f"{model.rated_speed_mm_s:g} mm/s by its data sheet"),
    ]
