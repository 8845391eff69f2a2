"""Hand-written Histories that read like a story: what was asked, answered, booked and printed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from emulators.acquirer import events as host
from emulators.acquirer.kinds import side_of
from emulators.blobs import Blobs
from emulators.clock import VirtualClock
from emulators.events import Event, Payload
from emulators.faults.events import FaultArmed, FaultCleared, FaultFired
from emulators.history import History
from emulators.links import events as link
from emulators.masking import card_numbers, mask_text
from emulators.printer import events as printer
from harness import events as till
from harness.checks.judge import judge
from harness.checks.result import Result
from harness.config import Config

ACTIONS = {
    "0100": "preauth",
    "0200": "purchase",
    "0201": "purchase",
    "0220": "refund",
    "0320": "upload",
    "0400": "reversal",
    "0401": "reversal",
    "0500": "settlement",
    "0800": "sign_on",
    "query": "inquiry",
}
TERMINAL = "TP000001"
BATCH = "000001"
SHOP = "TILLPROOF SHOP"
THANKS = "THANK YOU"
ABILITIES = ("sale.card", "sale.cash", "void", "refund", "reprint", "settle")


@dataclass
class Ask:
    """A call that waits for its answer."""

    number: int
    method: str


class Story:
    """Tells one run. Every method records what its name says; time passes with each."""

    def __init__(
        self, *abilities: str, usual: tuple[str, ...] = ABILITIES, **sections: dict[str, object]
    ) -> None:
        self.clock = VirtualClock()
        self.history = History(self.clock, Blobs())
        self._calls = 0
        self._slips = 0
        self._bytes = 0
        self._ordinals: list[tuple[str, str]] = []
        self._faults = 0
        config = Config.model_validate(sections)
        settings = json.dumps(config.model_dump(mode="json", exclude={"folder"}))
        self.note("bench", till.RunStarted("story", "0", settings))
        self.note("pos", till.PosStarted(1))
        self.note("pos", till.PosReady(1, "till", "1", (*usual, *abilities)))

    def note(self, device: str, payload: Payload, after_ms: float = 10) -> int:
        """Record an event and return its number."""
        self.clock.advance(after_ms / 1000)
        self.history.record(device, payload)
        return len(self.history.events)

    def waits(self, seconds: float) -> None:
        """Nothing happens for a while."""
        self.clock.advance(seconds)

    @property
    def events(self) -> list[Event]:
        return self.history.events

    def verdict(self, check: str) -> Result:
        """What one check says of it."""
        results = judge(self.events, self.history.blobs)
        return next(result for result in results if result.check == check)

    # The operator and the POS

    def asks(
        self,
        method: str,
        reference: str = "",
        amount: int | None = None,
        tender: str = "",
        **params: object,
    ) -> Ask:
        """The operator presses a key."""
        self._calls += 1
        self.history.op += method not in ("status", "acknowledge")
        body = {"reference": reference, "amount": amount, "tender": tender, **params}
        currency = None if amount is None else 156
        asked = till.Invoked(
            self._calls, method, reference, amount, currency, tender, json.dumps(body)
        )
        self.note("operator", asked)
        return Ask(self._calls, method)

    def answers(self, ask: Ask, outcome: str = "", receipt: str = "", **result: object) -> int:
        """The POS answers."""
        body = {"outcome": outcome, "receipt": receipt, **result}
        answer = till.Returned(ask.number, ask.method, "ok", outcome, receipt, json.dumps(body))
        return self.note("operator", answer)

    def silent(self, ask: Ask) -> int:
        """The POS does not answer in time."""
        reason = "no reply within 15 s"
        return self.note(
            "operator",
            till.Returned(ask.number, ask.method, "unknown", "unknown", "", "{}", reason),
        )

    def status(self, **fields: object) -> None:
        """The operator looks at the till."""
        self.answers(self.asks("status"), **{"ready": True, **fields})  # type: ignore[arg-type]

    # The host

    def moment(self, kind: type[host.Moment], mti: str, trace: str, **values: object) -> int:
        """One moment of a host message."""
        batch = str(values.pop("batch", BATCH))
        if (batch, trace) not in self._ordinals:
            self._ordinals.append((batch, trace))
        fields: dict[str, object] = {
            "mti": mti,
            "moment": kind.__name__.lower(),
            "conn": 1,
            "terminal": TERMINAL,
            "batch": batch,
            "trace": trace,
            "ordinal": self._ordinals.index((batch, trace)) + 1,
            "processing_code": "000000",
            "amount_minor": 1250,
            "code": "",
            "fields": (),
            "action": ACTIONS[mti],
        }
        return self.note("acquirer", kind(**{**fields, **values}))  # type: ignore[arg-type]

    def requests(self, mti: str, trace: str, **values: object) -> int:
        """A request reaches the host."""
        return self.moment(host.Request, mti, trace, **values)

    def responds(self, mti: str, trace: str, code: str = "00", **values: object) -> int:
        """A response leaves the host."""
        return self.moment(host.Sent, mti, trace, code=code, **values)

    def makes(self, mti: str, trace: str, **values: object) -> int:
        """A response is made, and has not left."""
        return self.moment(host.Response, mti, trace, **values)

    def loses(self, mti: str, trace: str, what: str = "response") -> int:
        """A request or a response is lost."""
        return self.moment(host.Dropped, mti, trace, moment=what)

    def books(self, trace: str, amount: int = 1250, change: str = "booked", **values: str) -> int:
        """A row in the books."""
        kind = values.pop("kind", "purchase")
        standing = change not in ("declined", "reversed", "tombstone", "dropped")
        side = side_of(kind) if standing else "none"
        row = {
            "terminal": TERMINAL,
            "batch": BATCH,
            "rrn": f"000000{trace}",
            "auth_code": f"A{trace[1:]}",
            "card": "411111******1111",
            "code": "00",
            **values,
        }
        entry = host.BooksEntry(
            trace=trace, kind_of=kind, change=change, amount_minor=amount, currency=156,
            side=side, **row,
        )  # fmt: skip
        return self.note("acquirer", entry)

    def batch(
        self,
        state: str,
        number: str = BATCH,
        how: str = "settlement",
        day: str = "2026-01-05",
        totals: tuple[int, int, int, int] = (0, 0, 0, 0),
    ) -> int:
        """A batch is opened or closed."""
        return self.note("acquirer", host.BooksBatch(TERMINAL, number, state, how, day, *totals))

    # The paper

    def line(
        self, text: str, *, legible: bool = True, device: str = "printer", code: str = ""
    ) -> int:
        """A line is burnt on the slip that is in the printer, or a barcode that says ``code``."""
        start, self._bytes = self._bytes, self._bytes + len(text) + 1
        burnt = printer.LineBurnt(
            slip=self._slips + 1,
            line=1,
            line_text=mask_text(text),
            rows=24,
            row_from=0,
            row_to=24,
            byte_from=start,
            byte_to=self._bytes,
            intended_dots=9,
            burnt_dots=9 * legible,
            legible=legible,
            symbols=(code,) if code else (),
            card_numbers=card_numbers(text),
        )
        return self.note(device, burnt, after_ms=1)

    def ends(self, by: str = "cut", *, complete: bool = True) -> int:
        """The slip in the printer is cut, torn, or taken out with its roll."""
        self._slips += 1
        if by == "cut":
            self.note("printer", printer.Cut(self._slips, partial=False))
        return self.note(
            "printer", printer.SlipEnded(self._slips, by, (), (), (), 576, 100, "", complete)
        )

    def prints(self, lines: Sequence[str], by: str = "cut") -> int:
        """A whole slip comes out."""
        for text in lines:
            self.line(text)
        return self.ends(by)

    # Faults

    def breaks(self, fault: str, target: str = "printer", *, undetectable: bool = False) -> int:
        """A fault is armed and strikes at once; returns its number."""
        self._faults += 1
        self.note("nemesis", FaultArmed(self._faults, fault, fault))
        self.note("nemesis", FaultFired(self._faults, fault, fault, target, undetectable))
        return self._faults

    def printer_state(self, why: str, **changed: object) -> None:
        """The printer's state changes."""
        state: dict[str, object] = {
            "powered": True, "online": True, "cover_open": False, "paper": "ok", "error": "none",
        }  # fmt: skip
        self.note("printer", printer.StateChanged(why=why, **{**state, **changed}))  # type: ignore[arg-type]

    def line_breaks(self, device: str = "printer.link") -> None:
        """A connection is reset by a fault."""
        self.note(device, link.Closed(1, "fault", "reset"))

    def mends(self, armed: int, fault: str) -> None:
        """A fault is put right."""
        self.note("nemesis", FaultCleared(armed, fault))

    def heals(self) -> None:
        """Everything is mended, and the bench becomes quiet."""
        self.note("bench", till.Healed(10))
        self.status()
        self.note("bench", till.Quiet(ready=True, waited_s=1))

    # Whole scenes

    def approves(self, trace: str = "000001", amount: int = 1250) -> None:
        """The host gets a purchase, books it and answers 00."""
        self.requests("0200", trace, amount_minor=amount)
        self.books(trace, amount)
        self.responds("0200", trace, amount_minor=amount)

    def sale(
        self, reference: str = "A1", amount: int = 1250, trace: str = "000001", **answer: str
    ) -> None:
        """A card sale without its slip: asked, booked, answered approved."""
        ask = self.asks("sale", reference, amount, "card")
        self.approves(trace, amount)
        given = {"outcome": "approved", "receipt": "queued", **answer}
        self.answers(ask, trace=trace, rrn=f"000000{trace}", auth_code=f"A{trace[1:]}", **given)

    def refused_sale(self, outcome: str = "failed", reference: str = "A1") -> Ask:
        """A card sale that the cashier is told is not done; nothing is booked by this."""
        ask = self.asks("sale", reference, 1250, "card")
        self.answers(ask, outcome, "none")
        return ask

    def cash_sale(self, reference: str = "C1", amount: int = 900) -> None:
        """A cash sale without its slip."""
        ask = self.asks("sale", reference, amount, "cash")
        self.answers(ask, "approved", "queued")

    def void(self, reference: str = "A1", original: str = "000001", trace: str = "000002") -> None:
        """A void without its slip."""
        ask = self.asks("void", reference)
        self.requests("0200", trace, processing_code="020000")
        self.books(original, change="voided")
        self.books(trace, kind="void", original_trace=original)
        self.responds("0200", trace, processing_code="020000")
        self.answers(ask, "approved", "queued", trace=trace, rrn=f"000000{trace}")


def slip(
    reference: str = "A1",
    amount: str = "12.50",
    trace: str = "000001",
    *,
    copy: str = "CUSTOMER",
    mark: str = "",
    title: str = "SALE",
    batch: str = BATCH,
    **other: str,
) -> list[str]:
    """The lines of a card receipt."""
    own = {"rrn": f"000000{trace}", "auth": f"A{trace[1:]}", "card": "411111******1111", **other}
    return [
        SHOP,
        *([mark] if mark else []),
        title,
        f"{copy} COPY",
        f"ORDER {reference}",
        f"CARD {own['card']}",
        f"TRACE {trace}",
        f"RRN {own['rrn']}",
        f"AUTH {own['auth']}",
        f"BATCH {batch}",
        f"TOTAL {amount:>20}",
        THANKS,
    ]


def cash_slip(reference: str = "C1", amount: str = "9.00") -> list[str]:
    """The lines of a cash receipt."""
    return [SHOP, "CASH SALE", "CUSTOMER COPY", f"ORDER {reference}", f"TOTAL {amount}", THANKS]
