"""What the barcodes on a slip say: whoever scans one has to find the payment that it stands on."""

import re
from collections.abc import Iterable, Iterator

from emulators.history import of
from emulators.printer.events import LineBurnt
from harness.checks.evidence import Evidence
from harness.checks.views.operations import Operation
from harness.checks.views.paper import Slip
from harness.checks.views.slips import Piece


def foreign_code(evidence: Evidence, piece: Piece, operation: Operation) -> str:
    """What a barcode on the slip names instead of ``operation``; '' where none names another.

    A code may say anything (a shop's address, points). Only one that names another operation, by
    its reference or by the host's, and nothing of its own, is wrong. A void bears its sale's
    reference; a refund or a completion may bear that of what it is of.
    """
    codes = tuple(_codes(evidence, piece))
    if not codes:
        return ""
    own = set(_names(evidence, operation)) | {operation.original}
    kin = (one for one in evidence.operations if one.reference in own)
    own.update(name for one in kin for name in _names(evidence, one))
    others = {name for one in evidence.operations for name in _names(evidence, one)} - own
    wrong = (one for one in codes if not _mentioned(one, own))
    return next((name for one in wrong for name in _mentioned(one, others)), "")


def _names(evidence: Evidence, operation: Operation) -> Iterator[str]:
    yield operation.reference
    yield from operation.rrns
    yield from (one.entry.rrn for one in evidence.accounts.of(operation))


def _mentioned(code: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in it as whole words."""
    return sorted(
        name for name in names if name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code)
    )


def _codes(evidence: Evidence, piece: Piece) -> Iterator[str]:
    """What its symbols say, those between the end of the slip before it and its own."""
    slip = piece.slip
    same = [one.slip for one in evidence.pieces if _paper(one.slip) == _paper(slip)]
    since = max((_end(one) for one in same if one.seq < slip.seq), default=0)
    for event, line in of(evidence.events, LineBurnt):
        here = since < event.seq <= _end(slip) and (event.device, line.slip) == _paper(slip)
        if line.symbols and here:
            yield from line.symbols


def _paper(slip: Slip) -> tuple[str, int]:
    return slip.device, slip.number


def _end(slip: Slip) -> int:
    return slip.ended_seq or slip.last.seq
