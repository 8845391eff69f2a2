"""What the printer says to an ePOS-Print job: success, code and status, in a SOAP envelope."""

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from emulators.printer import status
from emulators.printer.condition import Condition, Trouble
from emulators.printer.epos.document import NAMESPACE, SOAP

NO_RESPONSE, PRINTED = 0x00000001, 0x00000002
SCHEMA, NO_DEVICE, BAD_PORT = "SchemaError", "DeviceNotFound", "EX_BADPORT"
TIMEOUT, QUEUE_FULL, TOO_LARGE = "EX_TIMEOUT", "EX_SPOOLER", "RequestEntityTooLarge"

# Why the printer does not print, the first that applies. Source: <response>, code.
_CODES: tuple[tuple[str, Callable[[Condition], bool]], ...] = (
    ("EPTR_UNRECOVERABLE", lambda c: Trouble.HEAD in c.troubles),
    ("EPTR_CUTTER", lambda c: Trouble.CUTTER in c.troubles),
    ("EPTR_COVER_OPEN", lambda c: c.cover_open or Trouble.COVER_LATCHED in c.troubles),
    ("EPTR_REC_EMPTY", lambda c: c.paper_out),
    ("EPTR_MECHANICAL", lambda c: Trouble.JAM in c.troubles),
    ("EPTR_AUTOMATICAL", lambda c: bool(c.troubles)),
)


def error_of(condition: Condition) -> str:
    """The code for a printer that is offline; '' for one that is online, or only waits."""
    return next((code for code, says in _CODES if says(condition)), "")


def status_of(condition: Condition) -> int:
    """The four bytes of automatic status as one number (<response>, status)."""
    return int.from_bytes(status.asb(condition), "little")


def response(*, code: str = "", printer: int = NO_RESPONSE, job_id: str = "") -> bytes:
    """The document; without ``code`` the job has printed."""
    done = "false" if code else "true"
    flags = printer if code else printer | PRINTED
    attributes = f'success="{done}" code={quoteattr(code)} status="{flags}" battery="0"'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="{SOAP}">{_header(job_id)}'
        f'<s:Body><response xmlns="{NAMESPACE}" {attributes}/></s:Body></s:Envelope>\n'
    ).encode()


def _header(job_id: str) -> str:
    if not job_id:
        return ""
    inner = f"<printjobid>{escape(job_id)}</printjobid>"
    return f'<s:Header><parameter xmlns="{NAMESPACE}">{inner}</parameter></s:Header>'
