"""What the cashier knows of each operation, and what nobody knows yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.pos.protocol import Json, Reply

DECIDED_BY_OUTCOME = ("sale", "void", "refund", "settle", "preauth", "completion")
_Name = tuple[str, str]  # method and reference; a settlement has none
_Call = tuple[str, "Mapping[str, Json]"]


class Outcomes:
    """Kept by the operator, from the answers to his calls and from what ``status`` tells."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._open: dict[_Name, _Call] = {}
        self._pended: set[_Name] = set()  # what was answered pending once: status tells of it

    def remember(self, method: str, params: Mapping[str, Json], reply: Reply) -> None:
        """Keep what has no outcome yet; take the outcomes that a status answer tells."""
        if method in DECIDED_BY_OUTCOME:
            self._answered((method, str(params.get("reference") or "")), params, reply)
        elif method == "status":
            told = reply.result.get("outcomes")
            for reference, outcome in told.items() if isinstance(told, dict) else ():
                self._told(reference, str(outcome))

    def _answered(self, name: _Name, params: Mapping[str, Json], reply: Reply) -> None:
        method, reference = name
        self._open.pop(name, None)
        if reply.status == "unknown" or reply.outcome == "pending":
            self._open[name] = (method, params)
        if reply.outcome == "pending":
            self._pended.add(name)
        self._known[reference] = reply.outcome or reply.status

    def _told(self, reference: str, outcome: str) -> None:
        """One that was pending is told of. A void without an answer shares its sale's reference.

        So the outcome may be that of the sale, which was pending, and the void is asked for again.
        """
        self._known[reference] = outcome
        pended = [name for name in self._pended if name[1] == reference]
        for name in [name for name in self._open if name[1] == reference]:
            if outcome != "pending" and (name in pended or not pended):
                del self._open[name]

    def of(self, reference: str) -> str:
        """What is known of that reference by now; '' when nothing is."""
        return self._known.get(reference, "")

    def undecided(self) -> tuple[_Call, ...]:
        """The calls whose outcome nobody knows yet, in order."""
        return tuple(self._open.values())
