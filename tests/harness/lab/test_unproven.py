"""What nobody has proved decides nothing; what does not hang on it is decided all the same."""

from collections.abc import Sequence

from emulators.blobs import Blobs
from emulators.events import Event
from emulators.printer.events import Cut, LineBurnt, SlipEnded
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result, Verdict
from harness.lab.events import DeedDone
from tests.harness.checks.story import Story, slip


def sold(*, slips: int = 1) -> Story:
    """A sale told approved, with so many unmarked slips."""
    story = Story()
    story.sale()
    for _ in range(slips):
        story.prints(slip())
    story.heals()
    return story


def inferred(events: Sequence[Event]) -> list[Event]:
    paper = (LineBurnt, Cut, SlipEnded)
    return [e._replace(certainty="inferred") if isinstance(e.payload, paper) else e for e in events]


def of(results: Sequence[Result], name: str) -> Result:
    return next(one for one in results if one.check == name)


def test_a_receipt_that_nobody_has_proved_is_neither_there_nor_missing() -> None:
    events = sold().events
    assert of(judge(events, Blobs()), "receipt-per-sale").verdict is Verdict.PASS
    found = of(judge(inferred(events), Blobs()), "receipt-per-sale")
    assert found.verdict is Verdict.UNKNOWN
    assert "Look at the paper" in found.why


def test_what_does_not_hang_on_the_paper_is_decided_all_the_same() -> None:
    events = sold().events
    for name in ("charged-once", "every-operation-decided"):
        assert of(judge(inferred(events), Blobs()), name) == of(judge(events, Blobs()), name)


def test_a_failure_that_hangs_on_one_slip_is_unknown_and_one_that_does_not_stays() -> None:
    for slips, expected in ((2, Verdict.UNKNOWN), (3, Verdict.FAIL)):
        events = sold(slips=slips).events
        last = [e for e in events if getattr(e.payload, "slip", 0) == slips]
        doubtful = [e for e in events if e not in last] + inferred(last)
        assert of(judge(events, Blobs()), "reprint-marked").verdict is Verdict.FAIL
        assert of(judge(doubtful, Blobs()), "reprint-marked").verdict is expected


def test_nobody_is_blamed_for_a_bench_that_broke() -> None:
    story = sold(slips=0)
    assert of(judge(story.events, Blobs()), "receipt-per-sale").verdict is Verdict.FAIL
    story.note("printer", DeedDone("paper", "load", "operator", 60_000, "nobody did it"))
    results = judge(story.events, Blobs())
    assert of(results, "receipt-per-sale").verdict is Verdict.UNKNOWN
    verdict = run_verdict(story.events, results)
    assert verdict.verdict is Verdict.UNKNOWN
    assert "paper load was not done: nobody did it" in verdict.reasons
