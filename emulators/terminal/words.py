"""Commands, answers and result codes of ZVT (PA00P015), as far as this terminal knows them."""

from collections.abc import Mapping

REGISTRATION, AUTHORISATION, LOG_OFF = 0x0600, 0x0601, 0x0602
REPEAT_RECEIPT, REVERSAL, REFUND, END_OF_DAY = 0x0620, 0x0630, 0x0631, 0x0650
STATUS_ENQUIRY, DIAGNOSIS, ABORT_BY_TILL = 0x0501, 0x0670, 0x06B0
COMMANDS: Mapping[int, str] = {
    REGISTRATION: "registration",
    AUTHORISATION: "authorisation",
    LOG_OFF: "log-off",
    REPEAT_RECEIPT: "repeat-receipt",
    REVERSAL: "reversal",
    REFUND: "refund",
    END_OF_DAY: "end-of-day",
    STATUS_ENQUIRY: "status-enquiry",
    DIAGNOSIS: "diagnosis",
    ABORT_BY_TILL: "abort",
}

STATUS_INFORMATION, INTERMEDIATE, COMPLETION, ABORT = 0x040F, 0x04FF, 0x060F, 0x061E
PRINT_LINE, PRINT_TEXT_BLOCK = 0x06D1, 0x06D3
ACKNOWLEDGED, REFUSED = 0x80, 0x84  # the class of an answer; the instruction says why not

# Bits of registration's configuration octet.
PRINTS_PAYMENTS, PRINTS_REPORTS, WANTS_INTERMEDIATE, BY_LINES = 0x02, 0x04, 0x08, 0x80

DONE = 0x00
NOT_REGISTERED = 0x6B  # function deactivated
ABORTED = 0x6C
NOT_POSSIBLE = 0x83
PROTOCOL_ERROR = 0x9A
BUSY = 0x9C  # please wait
NO_ANSWER = 0xA1  # the remote station does not answer
ALREADY_REVERSED, NOT_REVERSIBLE = 0xB4, 0xB5

INSERT_CARD, WAITING_FOR_HOST, REVERSES = 0x0A, 0x04, 0x05  # intermediate states
