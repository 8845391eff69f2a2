"""A small shop's day, recorded by hand with the real event classes: what the reports work on."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from emulators.acquirer import events as host
from emulators.blobs import Blobs
from emulators.clock import VirtualClock
from emulators.faults.events import FaultArmed, FaultCleared, FaultFired
from emulators.history import History
from emulators.links import events as link
from emulators.printer import events as printer
from harness.checks.result import Result, Verdict, Violation
from harness.events import (
    Healed,
    Invoked,
    OperatorDid,
    PosReady,
    PosStarted,
    Quiet,
    Returned,
    RunEnded,
    RunStarted,
)
from harness.reports.folder import ScenarioFolder
from harness.reports.summary import (
    FaultCount,
    NotApplicable,
    PosInfo,
    RunSummary,
    ScenarioResult,
    Status,
    Step,
)

MakeScenario = Callable[..., ScenarioResult]
MakeRun = Callable[..., RunSummary]
RECEIPT = (
    "       CORNER SHOP",
    "CUSTOMER COPY",
    "2026-01-05 09:00",
    "",
    "CARD  411111******1111",
    "TRACE 000001",
    "RRN   260105000001",
    "AUTH  A1B2C3",
    "BATCH 000001",
    "TOTAL            12.50",
    "",
    "     THANK YOU",
)


def picture(lines: tuple[str, ...]) -> bytes:
    """A slip as the printer would draw it: 1 bit a dot, 576 dots wide."""
    image = Image.new("1", (576, 34 * len(lines) + 60), 1)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((24, 20 + 34 * number), line, fill=0, font_size=26)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


class Shop:
    """Records what happens at the till, a little time apart."""

    def __init__(self, folder: ScenarioFolder) -> None:
        self.folder = folder
        folder.path.mkdir(parents=True, exist_ok=True)
        self.clock = VirtualClock()
        self.file = folder.history.open("w", encoding="utf-8")
        self.history = History(self.clock, Blobs(folder.blobs), self.file)
        self.slip = 0
        self.operation = 0

    def record(self, device: str, payload: object, **more: object) -> int:
        self.clock.advance(0.013)
        self.history.record(device, payload, **more)  # type: ignore[arg-type]
        return len(self.history.events)

    def ask(self, method: str, amount: int | None = None, tender: str = "") -> None:
        self.operation += 1
        if method != "status":
            self.history.op += 1
        reference = "" if amount is None else f"T{self.operation:04}"
        asked = Invoked(self.operation, method, reference, amount, 156, tender, "{}")
        self.record("operator", asked)

    def answer(self, method: str, **result: object) -> None:
        text = json.dumps(result)
        outcome, receipt = str(result.get("outcome", "")), str(result.get("receipt", ""))
        number = self.operation if method == "status" else 1
        told = Returned(number, method, "ok", outcome, receipt, text)
        self.record("operator", told)

    def message(self, trace: int, amount: int) -> None:
        batch, number = "000001", f"{trace:06}"
        for cls in (host.Request, host.Booking, host.Booked, host.Response, host.Sent):
            moment = cls.__name__.lower()
            self.record(
                "acquirer",
                cls(
                    "0200", moment, 1, "TP000001", batch, number, trace, "000000", amount, "00", ()
                ),
            )
            if cls is host.Booking:
                self.book(trace, amount, "booked")

    def book(self, trace: int, amount: int, change: str) -> int:
        entry = host.BooksEntry(
            "TP000001", "000001", f"{trace:06}", "purchase", change, amount, 156, "debit",
            f"260105{trace:06}", "A1B2C3", "411111******1111", "00",
        )  # fmt: skip
        return self.record("acquirer", entry)

    def lines(self, lines: tuple[str, ...], start: int = 1) -> None:
        for number, line in enumerate(lines, start=start):
            blob = self.history.blobs.put(line.encode())
            size = max(1, len(line))
            self.record("printer.link", link.Sent(1, number * 50, size, blob=blob))
            self.record("printer.link", link.Delivered(1, number * 50, size))
            self.record(
                "printer",
                printer.LineBurnt(
                    self.slip, number, line, 34, number * 34, number * 34 + 33, 0, 50, 99, 99, True
                ),
            )

    def hand_out(self, lines: tuple[str, ...], ended_by: str = "cut", *, whole: bool = True) -> int:
        blob = self.history.blobs.put(picture(lines))
        legible = (True,) * len(lines)
        size = (576, 34 * len(lines))
        ended = printer.SlipEnded(self.slip, ended_by, lines, legible, (), *size, blob, whole)
        return self.record("printer", ended)

    def polls(self, times: int, **status: object) -> None:
        for _ in range(times):
            self.ask("status")
            self.answer("status", **status)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(ScenarioFolder(tmp_path / "scenario"))
    yield made
    made.file.close()


def record_sale(shop: Shop, *, goes_wrong: bool) -> None:
    """A card sale; ``goes_wrong``: paper runs out after six lines, and a whole original follows."""
    shop.record("bench", RunStarted("sale", "0.1.0", "{}"))
    shop.record("pos", PosStarted(1))
    shop.record("pos", PosReady(1, "Example POS", "2.4", ("sale.card",)))
    if goes_wrong:
        shop.record("nemesis", FaultArmed(1, "printer.paper_out", "printer.paper_out@line(6)"))
    shop.ask("sale", 1250, "card")
    shop.message(1, 1250)
    shop.slip = 1
    shop.lines(RECEIPT[:6])
    if goes_wrong:
        paper_out(shop)
    shop.lines(RECEIPT[6:], start=7)
    shop.hand_out(RECEIPT)
    if goes_wrong:
        shop.slip = 3
        shop.lines(RECEIPT)
        shop.hand_out(RECEIPT)
    shop.answer("sale", outcome="approved", receipt="printed", trace="000001", rrn="260105000001")
    shop.record("bench", Healed(10))
    shop.polls(4, ready=True, printer="ok", acquirer="ok")
    shop.record("bench", Quiet(ready=True, waited_s=0.4))
    shop.record("bench", RunEnded())
    shop.file.close()


def paper_out(shop: Shop) -> None:
    spec = "printer.paper_out@line(6)"
    fired = FaultFired(1, "printer.paper_out", spec, "printer", undetectable=False)
    cause = shop.record("nemesis", fired, cause=len(shop.history.events))
    out = printer.StateChanged(True, False, False, "out", "auto", "paper out")
    shop.record("printer", out, cause=cause)
    shop.polls(3, ready=False, printer="paper_out", alerts=["Load paper"])
    shop.hand_out(RECEIPT[:6], "roll", whole=False)
    shop.record("operator", OperatorDid("loads paper"))
    shop.record("nemesis", FaultCleared(1, "printer.paper_out"))
    shop.record("printer", printer.RollLoaded(80_000))
    shop.slip = 2


@pytest.fixture
def make_scenario(tmp_path: Path) -> MakeScenario:
    """Records a scenario that passed or failed into a folder, with the evidence it needs."""

    def make(
        number: int = 1, status: Status = Status.PASS, root: Path = tmp_path, **more: object
    ) -> ScenarioResult:
        folder = ScenarioFolder(root / "scenarios" / f"{number:03}-sale")
        failed = status is Status.FAIL
        record_sale(Shop(folder), goes_wrong=failed)
        values = {
            "name": f"Paper runs out in the middle of receipt {number}",
            "status": status,
            "feature": "Printing",
            "feature_file": "features/printing/paper_out.feature",
            "line": 7 + number,
            "tags": ("printer", "smoke"),
            "duration_s": 1.25,
            "seed": 42,
            "steps": steps(failed=failed),
            "results": results(failed=failed),
            "faults": (FaultCount("printer.paper_out", 1, 1),) if failed else (),
            "folder": folder,
        }
        return ScenarioResult(**(values | more))  # type: ignore[arg-type]

    return make


def steps(*, failed: bool) -> tuple[Step, ...]:
    return (
        Step("Given", "the paper runs out after line 6 of the receipt", "passed"),
        Step("When", "the cashier sells 12.50 by card", "passed"),
        Step("And", "the operator loads paper", "passed"),
        Step(
            "Then",
            "the customer holds exactly one complete receipt",
            "failed" if failed else "passed",
        ),
    )


def results(*, failed: bool) -> tuple[Result, ...]:
    charged = Result("charged-once", Verdict.PASS)
    reversal = Result("reversal-persists", Verdict.NOT_EXERCISED)
    if not failed:
        return charged, Result("reprint-marked", Verdict.PASS), reversal
    message = (
        "The customer holds two receipts for one charge of 12.50, and nothing marks the "
        "second as a duplicate."
    )
    violation = Violation(message, (12, 84))
    return charged, Result("reprint-marked", Verdict.FAIL, (violation,)), reversal


@pytest.fixture
def make_run() -> MakeRun:
    """Puts scenarios together to a run."""

    def make(*scenarios: ScenarioResult, **more: object) -> RunSummary:
        values = {
            "name": "printing",
            "tillproof": "0.1.0",
            "pos": PosInfo("Example POS", "2.4", "stdio", ("python3", "pos.py"), ("sale.card",)),
            "seed": 42,
            "started": datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC),
            "duration_s": 12.5,
            "scenarios": scenarios,
            "disabled": (NotApplicable("drawer-for-cash-only", "no drawer in this shop"),),
        }
        return RunSummary(**(values | more))  # type: ignore[arg-type]

    return make
