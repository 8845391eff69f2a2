"""What a till says of the slips that have yet to come out, against what it then brings."""

from collections.abc import Iterator

from emulators.history import of
from emulators.links.events import Sent
from emulators.sifted import having
from harness.checks.evidence import Evidence
from harness.checks.fairness import owed_copies
from harness.checks.views.calls import Call
from harness.checks.views.operations import Operation
from harness.checks.views.slips import Piece
from harness.events import PosEnded, PosStarted

_OUT_OF_ORDER = ("paper_out", "cover_open", "offline", "error")
_SLIP_BYTES = 60  # more than any question to the printer has


def forgotten(evidence: Evidence, operation: Operation) -> Iterator[tuple[Call, Piece]]:
    """Answers that no slip is waiting while one of this operation was, with what came out after.

    The till knew: it had said that the slip is queued, said in the same answer that its printer
    does not print, and sent the slip in the same life without being asked again.
    """
    told = [call for call in operation.calls if call.receipt == "queued"]
    if not told or not operation.approved:
        return
    since = told[0].returned_seq or told[0].seq
    for copy_of in owed_copies(evidence, operation):
        whole = evidence.receipts.whole(operation, copy_of)
        if not whole or whole[0].slip.seq < since:
            continue
        for look in evidence.calls:
            if since < look.seq and _says_none(look) and _brought(evidence, look, whole[0]):
                yield look, whole[0]
                break


def _says_none(look: Call) -> bool:
    """Whether it counts what is waiting, finds nothing, and has a printer that does not print."""
    if look.method != "status" or look.status != "ok":
        return False
    pending = (look.result or {}).get("pending")
    count = pending.get("receipts") if isinstance(pending, dict) else None
    return count == 0 and count is not None and look.said("printer") in _OUT_OF_ORDER


def _brought(evidence: Evidence, look: Call, piece: Piece) -> bool:
    """Whether it was sent after that answer, in the same life, and nobody asked for it."""
    first, last = look.returned_seq or look.seq, piece.slip.seq
    asked = any(first < one.seq < last and one.method == "reprint" for one in evidence.calls)
    lives = (event.seq for event in having(evidence.events, PosEnded, PosStarted))
    sends = (
        event.seq
        for event, sent in of(evidence.events, Sent)
        if event.device.startswith("printer") and sent.sent_bytes >= _SLIP_BYTES
    )
    if asked or any(first < seq < last for seq in lives):
        return False
    return any(first < seq < last for seq in sends)
