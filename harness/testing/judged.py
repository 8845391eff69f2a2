"""After a test on the bench: let the POS recover, judge, and say what was found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from emulators.errors import UsageError
from emulators.events import Event
from emulators.history import of
from emulators.printer.events import SlipEnded
from harness.bench import Bench
from harness.checks.check import checks
from harness.checks.evidence import Evidence
from harness.checks.judge import NOTHING_EXERCISED, judge, run_verdict
from harness.checks.result import Result, Verdict
from harness.last_words import with_last_words
from harness.reports.export import export
from harness.reports.folder import ScenarioFolder
from harness.reports.left_behind import left_behind
from harness.reports.sentences import Speaker
from harness.reports.timeline import timeline

CNY = 156  # the currency of a device by itself


@dataclass(frozen=True, slots=True)
class Judged:
    """What a test on the bench came to. ``story`` is the timeline around what went wrong."""

    verdict: Verdict
    results: tuple[Result, ...]
    reasons: tuple[str, ...]
    story: str
    paper: str
    left_behind: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Why it is no pass: a sentence a violation, with the check that found it."""
        found = [
            f"{result.check}: {violation.message}"
            for result in self.results
            for violation in result.violations
        ]
        doubts = [f"{one.check} cannot tell: {one.why}" for one in self.results if _in_doubt(one)]
        return "\n".join([*found, *self.reasons, *doubts, *self.left_behind])


def judged(bench: Bench, only: Sequence[str] = ()) -> Judged:
    """Settle the bench, take it down, judge; ``only`` these checks when any are named.

    Slips and wires are written beside the History, as ``tillproof run`` does.
    """
    if bench.pos.hello.status == "ok":
        bench.settle()
    bench.stop()
    events = bench.history.events
    found = judge(events, bench.history.blobs, bench.config.checks.disable)
    results = tuple(one for one in found if not only or one.check in only)
    whole = run_verdict(events, results)
    export(events, ScenarioFolder(bench.folder))
    verdict = whole.verdict
    reasons = with_last_words(whole.reasons, events, bench.history.blobs)
    if reasons == (NOTHING_EXERCISED,):  # the test has assertions of its own
        verdict, reasons = Verdict.NOT_EXERCISED, ()
    pins = {seq for one in results for violation in one.violations for seq in violation.events}
    told = story(events, pins, bench.config.acquirer.currency)
    left = left_behind(Evidence(tuple(events), bench.history.blobs))
    return Judged(verdict, results, reasons, told, paper(events), left)


def demand(bench: Bench, *names: str) -> None:
    """Let the POS recover, then demand of the checks named, or of all, that they do not fail.

    Raises AssertionError that says what was found and what was there, UsageError for a name that
    no check has.
    """
    known = checks()
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "'tillproof checks' lists them"
            raise UsageError(f"no check {name!r}: {hint}")
    bench.settle()
    events, blobs = tuple(bench.events), bench.history.blobs
    found = [
        f"{one.check}: {violation.message}"
        for one in judge(events, blobs, bench.config.checks.disable)
        if not names or one.check in names
        for violation in one.violations
    ]
    if found:
        raise AssertionError("\n".join([*found, *left_behind(Evidence(events, blobs))]))


def _in_doubt(result: Result) -> bool:
    return result.verdict is Verdict.UNKNOWN and bool(result.why)


def story(events: Sequence[Event], pins: Collection[int] = (), currency: int = CNY) -> str:
    """The key moments, a line each; those of ``pins`` and of faults are marked."""
    rows = timeline(events, Speaker("en", currency), pins)
    return "\n".join(
        f"{'>' if row.tone else ' '} {row.t_s:7.3f} {row.device:14} {row.sentence}"
        for row in rows
        if row.key_moment or row.tone
    )


def paper(events: Sequence[Event]) -> str:
    """Every slip as text, one under the other."""
    slips = []
    for event, ended in of(events, SlipEnded):
        rule = f"--- {event.device}, slip {ended.slip}, {ended.ended_by} "
        slips.append("\n".join([rule.ljust(48, "-"), *ended.text]))
    return "\n".join(slips)
