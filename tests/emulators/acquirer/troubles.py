"""What can befall a message at the host, and what that has to come to: written from the catalogue.

``told`` is what the till hears: ``right`` the answer as it was decided, ``half`` of one, ``wrong``
one that no till may take, ``declined`` one that says 05 whatever was decided; ``later`` and
``again`` come half a second behind; ``cut`` is the end of the line.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trouble:
    """One fault at one moment. ``code``: what the host decides because of it."""

    spec: str = ""
    booked: bool = True
    told: tuple[str, ...] = ("right",)
    code: str = ""
    days: int = 0  # by which the business date moves, before the decision or behind the booking
    first: bool = False
    needs: str = ""  # approval of it, an earlier answer of its type, a trace number, or keys

    def __repr__(self) -> str:
        return self.spec or "nothing"


BEFORE, AFTER = ("request", "booking"), ("booked", "response")
DOWN = "host.down:off_for_ms=200"
LATE = "host.late_response:after_ms=500"
EXPIRED = "host.keys_expired:code=99"
KILL_BEFORE, KILL_AFTER = "kill before the commit", "kill behind the commit"


def at(moments: tuple[str, ...], fault: str, *told: str, **more: Any) -> list[Trouble]:
    return [Trouble(f"{fault}@message(,{moment})", told=told, **more) for moment in moments]


NONE = Trouble()
ANY = [
    NONE,
    *at(BEFORE, "host.request_lost", booked=False),
    *at((*BEFORE, *AFTER), "host.response_lost"),
    *at(("answering",), "host.response_lost", "half"),
    *at((*BEFORE, *AFTER), LATE, "later"),
    *at(("answering",), LATE, "half", "later"),
    *at(AFTER, "host.duplicate_response", "right", "again"),
    *at(AFTER, "host.duplicate_response:after_ms=500", "right", "again"),
    *at(AFTER, "host.malformed_response:how=truncated", "wrong"),
    *at(AFTER, "host.malformed_response:how=garbage", "wrong"),
    *at(AFTER, "host.malformed_response:how=length", "half"),
    *at(AFTER, "host.mismatched_response:which=trace", "wrong", needs="trace"),
    *at(AFTER, "host.mismatched_response:which=terminal", "wrong"),
    *at(BEFORE, DOWN, "cut", booked=False),
    *at(AFTER, DOWN, "cut"),
    *at(("sent", "answered"), DOWN, "right", "cut"),
    *at(("answering",), DOWN, "half", "cut"),
    *at((*BEFORE, *AFTER, "sent"), "acquirer.link.reset_peer", "cut"),
    *at(("answering",), "acquirer.link.reset_peer", "half", "cut"),
    *at(("answered",), "acquirer.link.reset_peer", "right", "cut"),
    *at(("request",), "host.cutover", "right", days=1, first=True),
    *at(("booking", *AFTER, "answering"), "host.cutover:days=2", "right", days=2),
    Trouble(KILL_BEFORE, booked=False, told=("cut",)),
    Trouble(KILL_AFTER, told=("cut",)),
]
OF_SALES = [
    *at(("booked",), "host.mismatched_response:which=amount", "wrong"),
    *at(AFTER, "host.stale_response", "wrong", "right", needs="earlier"),
    *at((*BEFORE, "booked"), "host.booked_but_declined:code=05", "declined"),
    *at(BEFORE, "host.approved_not_booked", "right", booked=False, needs="approval"),
    *(
        item
        for name, code in (("decline:code=05", "05"), ("busy", "91"), ("busy:code=96", "96"))
        for item in at(BEFORE, f"host.{name}", "right", code=code)
    ),
    *(
        item
        for name, code in (("busy:code=90", "90"), ("sign_on_required", "77"))
        for item in at(BEFORE, f"host.{name}", "right", code=code, booked=False)
    ),
]
OF_KEYS = [
    *at(AFTER, "host.wrong_mac", "wrong", needs="keys"),
    *at(BEFORE, "host.keys_expired", "right", code="A0", booked=False, needs="keys"),
    *at(BEFORE, EXPIRED, "right", code="99", booked=False, needs="keys"),
]
OF_SETTLEMENTS = at(("request",), "host.settlement_mismatch", "right", code="95", booked=False)
