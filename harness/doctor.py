"""What is right and wrong with a set-up: the machine, the POS on a clean bench, its slips."""

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from emulators.acquirer.events import Malformed
from emulators.errors import TillproofError
from emulators.faults.fault import catalogue, parse_fault
from emulators.history import of
from emulators.printer.profiles import profile
from harness import version
from harness.bench import Bench
from harness.checks.evidence import Evidence
from harness.checks.patterns import pattern_texts
from harness.checks.reading import Reading
from harness.checks.views.slips import Piece
from harness.checks.views.wire import Message
from harness.config import Config
from harness.faults import add_harness_faults
from harness.ocr import LANGUAGES, engine
from harness.pos.drivers.registry import why_not_startable
from harness.pos.misfits import misfits
from harness.pos.protocol import Reply
from harness.virtual.find import bench_for

OK, NOTE, BAD = "ok", "note", "BAD"
TRIAL_MINOR = 1234
QUOTED_LINES = 8
SHOWN_MESSAGES = 4
CAPABILITIES = (
    "sale.card", "sale.cash", "sale.offline", "void", "refund", "preauth", "completion", "balance",
    "reprint", "settle", "printer.standby", "acquirer.backup", "receipt.merchant_copy", "barcode",
)  # fmt: skip
_FINE = ("", "00", "000", "800")  # no answer, or one that says yes
_CARD_FIELDS = ("total", "trace", "rrn", "auth", "batch")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``state``: ok, note (tillproof can do less), BAD."""

    topic: str
    state: str
    text: str


def examine(config: Config, folder: Path) -> Iterator[Finding]:
    """Look at everything, the trial sale last. ``folder``: where its evidence is left."""
    yield from _machine()
    yield Finding("configuration", OK, config.source)
    yield from _cutter(config)
    wrong = why_not_startable(config)
    if wrong:
        yield Finding("POS", BAD, wrong)
    else:
        yield from _on_the_bench(config, folder)
    yield from _patterns(config)


def _machine() -> Iterator[Finding]:
    found = f"tillproof {version()}, Python {platform.python_version()}, {platform.platform()}"
    yield Finding("machine", OK if sys.version_info >= (3, 11) else BAD, found)
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), "")
    missing = "no C compiler: faults of the POS's clock and disk are not applicable"
    yield Finding("compiler", OK if compiler else NOTE, compiler or missing)
    yield _pty()
    yield _ocr()


def _cutter(config: Config) -> Iterator[Finding]:
    """Where nothing cuts, all slips are one: the till's owner has to say what ends them."""
    printer = config.printer
    if printer.link == "tap" or config.receipt.ends != "cut":
        return
    if profile(printer.profile).cutter == "none":
        text = f'{printer.profile} has no cutter: set receipt.ends, as in ends = "feed"'
        yield Finding("cutter", NOTE, text)


def _pty() -> Finding:
    try:
        for end in os.openpty():
            os.close(end)
    except OSError as error:
        return Finding("pty", NOTE, f"no pseudo-terminals: printer.link = pty: {error.strerror}")
    return Finding("pty", OK, "pseudo-terminals for printer.link = pty")


def _ocr() -> Finding:
    found = engine()
    if found is None:
        text = "no tesseract: slips that are pictures cannot be read (apt install tesseract-ocr)"
        return Finding("pictures", NOTE, text)
    text = f"{found.name} reads slips that are pictures ({', '.join(found.languages)})"
    missing = [name for name in LANGUAGES if name not in found.languages]
    lacking = f"; no {', '.join(missing)}" if missing else ""
    return Finding("pictures", NOTE if missing else OK, text + lacking)


def _on_the_bench(config: Config, folder: Path) -> Iterator[Finding]:
    add_harness_faults()
    needs = {fault.needs for fault in catalogue().values() if fault.needs}
    try:
        bench = bench_for(config, folder, name="doctor", needs=needs)
    except TillproofError as error:
        yield Finding("POS", BAD, str(error))
        return
    try:
        bench.start()
        hello = bench.pos.hello
        if hello.status != "ok":
            yield Finding("hello", BAD, hello.reason or f"the answer was {hello.status}")
            return
        yield from _hello(hello)
        yield from _trial(bench)
        yield from _not_applicable(bench)
    except TillproofError as error:
        yield Finding("bench", BAD, str(error))
    finally:
        bench.stop()


def _hello(hello: Reply) -> Iterator[Finding]:
    listed = hello.result.get("capabilities")
    can = [str(word) for word in listed] if isinstance(listed, list) else []
    named = f"{hello.text('name')} {hello.text('version')}".strip()
    yield Finding(
        "hello", OK, f"{named}: {', '.join(can) or 'it says of nothing that it can do it'}"
    )
    yield from _wrong("hello", hello)
    lacks = [name for name in CAPABILITIES if name not in can]
    if lacks:
        text = f"{', '.join(lacks)}: scenarios that need these are not applicable"
        yield Finding("lacks", NOTE, text)
    unknown = sorted(set(can) - set(CAPABILITIES))
    if unknown:
        yield Finding("capabilities", BAD, f"the contract knows no {', '.join(unknown)}")


def _trial(bench: Bench) -> Iterator[Finding]:
    """A card sale, printed, on a bench without faults."""
    reply = bench.operator.sale("DOCTOR-1", TRIAL_MINOR)
    bench.settle()
    approved = reply.outcome == "approved"
    yield Finding("trial sale", OK if approved else BAD, _said(reply))
    yield from _wrong("sale", reply)
    yield from _wrong("status", bench.operator.status())
    evidence = Evidence(tuple(bench.events), bench.history.blobs)
    if not approved:
        yield from _at_the_host(evidence)
    for picture in evidence.unread:
        text = "is a picture that nothing here can read: what only paper can show stays unknown"
        yield Finding(f"slip {picture.slip}", NOTE, text)
    if not (evidence.pieces or evidence.unread):
        text = "nothing was printed, or receipt.ends does not say what ends a slip of this POS"
        yield Finding("slips", BAD if approved else NOTE, text)
    for piece in evidence.pieces:
        yield _slip(evidence, piece)
    if evidence.pieces and approved and not _merchant_served(evidence):
        text = (
            "the POS lists receipt.merchant_copy, and no slip reads as the merchant's: set "
            "receipt.copy, as in '(?P<merchant>FOR OUR FILES)|(?P<customer>FOR YOU)'"
        )
        yield Finding("merchant copy", BAD, text)


def _at_the_host(evidence: Evidence) -> Iterator[Finding]:
    """What the host got before a trial sale that was not approved, and what it said to that."""
    unread = {payload.reason for _, payload in of(evidence.events, Malformed)}
    for reason in sorted(unread)[:SHOWN_MESSAGES]:
        yield Finding("host", BAD, f"it got a message that it cannot read: {reason}")
    said = dict.fromkeys((one.mti, _code(one), bool(one.action)) for one in evidence.messages)
    for mti, code, known in [one for one in said if one[1] not in _FINE][:SHOWN_MESSAGES]:
        text = f"it answered {mti} with {code}"
        unknown = f"it answered {mti} with {code}: the dialect has no such message (dialects.md)"
        yield Finding("host", NOTE if known else BAD, text if known else unknown)
    if not (unread or said):
        text = "it got nothing: no connection to TILLPROOF_ACQUIRER, or no whole message"
        yield Finding("host", NOTE, text)


def _code(message: Message) -> str:
    """The response code as it was on the wire, where the dialect has it in an element."""
    told = (one.removeprefix("39=") for one in message.answer if one.startswith("39="))
    return next(told, message.code)


def _merchant_served(evidence: Evidence) -> bool:
    read = (piece.reading.copy_of for piece in evidence.pieces)
    return "receipt.merchant_copy" not in evidence.capabilities or "merchant" in read


def _said(reply: Reply) -> str:
    if reply.status != "ok":
        words = {"not_applicable": "the POS does not know the call `sale`", "error": "refused"}
        return f"{words.get(reply.status, 'no usable answer')}: {reply.reason}"
    told = f"{reply.outcome or 'no outcome'}, receipt {reply.receipt or 'not told'}"
    return f"{told} {reply.text('reason')}".strip()


def _wrong(method: str, reply: Reply) -> Iterator[Finding]:
    """What the contract does not know in an answer."""
    if reply.status == "ok":
        yield from (Finding(method, BAD, text) for text in misfits(method, reply.result))


def _slip(evidence: Evidence, piece: Piece) -> Finding:
    """What was read on a slip of the trial sale, and what was not."""
    values = _values(evidence, piece.reading)
    read = ", ".join(f"{name} {value}" for name, value in values.items() if value)
    missing = [name for name in _CARD_FIELDS if not values[name]]
    text = f"{piece.reading.copy_of} copy: {read or 'nothing'}"
    if missing:
        text += f"; not found: {', '.join(missing)} (set a pattern in [receipt])"
        text += f"; the slip says: {_quoted(piece)}"
    right = piece.sort == "receipt" and piece.reading.total_minor == TRIAL_MINOR
    return Finding(f"slip {piece.slip.number}", BAD if not right else NOTE if missing else OK, text)


def _quoted(piece: Piece) -> str:
    """The lines with a digit: a value that was not found stands on one of them."""
    lines = [line for line in piece.slip.legible_text if any(map(str.isdigit, line))]
    return " | ".join(" ".join(line.split()) for line in lines[:QUOTED_LINES]) or "no figures"


def _values(evidence: Evidence, reading: Reading) -> dict[str, str]:
    total = reading.total_minor
    return {
        "total": "" if total is None else evidence.money(total),
        "trace": reading.trace,
        "rrn": reading.rrn,
        "auth": reading.auth,
        "batch": reading.batch,
    }


def _not_applicable(bench: Bench) -> Iterator[Finding]:
    """The faults that cannot be had with this POS on this machine, by the reason."""
    reasons: dict[str, list[str]] = {}
    for name in sorted(catalogue()):
        try:
            reason = bench.nemesis.why_not(parse_fault(name))
        except TillproofError as error:
            reason = str(error)
        if reason:
            reasons.setdefault(reason, []).append(name)
    for reason, names in reasons.items():
        yield Finding("not applicable", NOTE, f"{', '.join(names)}: {reason}")
    if not reasons:
        yield Finding("faults", OK, f"all {len(catalogue())} can be had here")


def _patterns(config: Config) -> Iterator[Finding]:
    """The team's own patterns as they are written; of the built-in ones, for what there is one."""
    own, texts = config.receipt, pattern_texts(config.receipt, config.acquirer.currency)
    set_here = [name for name in texts if getattr(own, name, "") and name in own.model_fields_set]
    for name in set_here:
        whole = name in _CARD_FIELDS and not re.compile(texts[name]).groups
        hint = ": all that matches is taken for the value; brackets say which part is" * whole
        yield Finding(f"receipt.{name}", NOTE if whole else OK, f"{texts[name]}{hint}")
    built_in = ", ".join(name for name in texts if name not in set_here)
    yield Finding("built-in patterns", OK, f"{built_in} (your own go into [receipt])")
