"""What an answer says that the contract does not know: a wrong type, a word of the POS's own."""

from collections.abc import Iterator, Mapping, Sequence

from harness.pos.protocol import Json

SALES = ("approved", "declined", "failed", "pending")
OUTCOMES = {
    **dict.fromkeys(("sale", "void", "refund", "preauth", "completion", "balance"), SALES),
    "settle": ("settled", "mismatch", "failed", "pending"),
}
RECEIPTS = ("printed", "queued", "failed", "none")
PRINTERS = ("ok", "paper_low", "paper_out", "cover_open", "offline", "error", "unknown")
ACQUIRERS = ("ok", "down", "unknown")
# Fields by their type, for calls that have them (docs/contract.md).
_TYPES: Mapping[str, tuple[type, str]] = {
    "trace": (str, "a text of 6 digits"),
    "rrn": (str, "a text of 12 characters"),
    "auth_code": (str, "a text of 6 characters"),
    "ready": (bool, "true or false"),
    "pending": (dict, "an object with reversals and receipts"),
    "unsettled": (int, "an integer"),
    "alerts": (list, "a list of texts"),
    "outcomes": (dict, "an object: an outcome for each reference"),
    "totals": (dict, "an object"),
    "capabilities": (list, "a list of texts"),
}
_MOST = 40  # characters of a value


def misfits(method: str, result: Mapping[str, Json]) -> Iterator[str]:
    """Each in a sentence that says what the contract has there."""
    words: Mapping[str, Sequence[str]] = {"outcome": OUTCOMES.get(method, ()), "receipt": RECEIPTS}
    if method == "status":
        words = {"printer": PRINTERS, "acquirer": ACQUIRERS}
    for name, known in words.items():
        if name in result and known and result[name] not in known:
            yield f"{name} is {_shown(result[name])}, not one of {', '.join(known)}"
    for name, (kind, wanted) in _TYPES.items():
        if name in result and not isinstance(result[name], kind):
            yield f"{name} is {_shown(result[name])}, not {wanted}"


def _shown(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
