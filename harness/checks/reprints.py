"""What the operator would ask a reprint for: slips missing or illegible through nobody's fault.

The contract, and fairness: a lost receipt that nothing could have told the POS of is no failure by
itself; the operator then asks for a reprint.
"""

from collections.abc import Sequence

from emulators.blobs import Blobs
from emulators.events import Event
from emulators.sifted import sifted
from harness.checks.evidence import Evidence
from harness.checks.fairness import (
    could_know_of_loss,
    owed_copies,
    reprint_asked,
    spoilt_unnoticed,
)
from harness.checks.views.operations import Operation


def reprints_due(events: Sequence[Event], blobs: Blobs) -> tuple[str, ...]:
    """The references of approved operations without a slip that can be read, unknown to the POS."""
    evidence = Evidence(sifted(events), blobs)
    return tuple(
        operation.reference
        for operation in evidence.operations
        if operation.approved and operation.reference and _due(evidence, operation)
    )


def _due(evidence: Evidence, operation: Operation) -> bool:
    if reprint_asked(evidence, operation):
        return False
    if could_know_of_loss(evidence, operation) and not spoilt_unnoticed(evidence, operation.seq):
        return False
    return any(
        all(map(evidence.blurred, evidence.receipts.whole(operation, copy_of)))
        for copy_of in owed_copies(evidence, operation)
    )
