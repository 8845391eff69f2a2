"""One schedule, run once on a bench of its own and judged: the answer is a Finding."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from emulators.blobs import Blobs
from emulators.errors import TillproofError, UsageError
from emulators.events import Event
from emulators.faults.events import FaultArmed, FaultFired
from emulators.faults.fault import Fault, ScheduledFault, catalogue
from emulators.history import of
from emulators.sifted import sifted
from harness.bench import Bench, LateBench
from harness.checks.judge import judge, run_verdict
from harness.checks.result import Result, Verdict
from harness.config import Config
from harness.errors import NotApplicable
from harness.explore import unkept
from harness.explore.flushed import FAULT, further_flushes
from harness.explore.marks import seen_marks
from harness.explore.points import Moment, further
from harness.explore.prefixes import Prefixes
from harness.explore.schedule import Schedule, save_schedule
from harness.last_words import ENDED, with_last_words
from harness.loop import LoopError
from harness.pos.process import StartError
from harness.pos.warm import WarmPos
from harness.virtual.bench import MakeTill, VirtualBench
from harness.workloads.player import play

LIVENESS = frozenset(("every-operation-decided", "ready-again", "sells-when-healthy"))
RECOVERS_S, ALERTS_S = 4.0, 2.0
POS_ENDED = "the-pos-itself"  # what stands in a check's place when the POS ended or never began


@dataclass(frozen=True, slots=True)
class Broken:
    """A check that failed, and its first sentence."""

    check: str
    message: str
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a schedule. ``verdict``: pass, fail, unknown, unreached or not_applicable.

    Unreached: what struck was got over, and a later fault found nothing more to strike at.

    ``why`` explains an unknown, or how the POS ended beside what is ``broken``; ``fired``: how many
    of its faults struck; ``marks``: the recovery paths that were seen; ``held``: the checks that
    were exercised and held; ``left_out``: numbers of workload steps that the POS cannot do;
    ``targets``: what faults can strike on this bench, ``impossible``: those that its devices cannot
    undergo all the same; ``further``: where a second fault may strike; ``again``: it did not pass
    at first, and this is what it came to at the clock's own pace; ``broke``: the bench itself did.
    """

    verdict: str
    broken: tuple[Broken, ...] = ()
    why: str = ""
    fired: int = 0
    marks: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    duration_s: float = 0.0
    left_out: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    wrong_use: bool = False
    again: bool = False
    broke: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """Second faults to look for places for; ``old``: the moments that a clean run has."""

    faults: tuple[type[Fault], ...]
    old: frozenset[Moment]

    @property
    def between_flushes(self) -> bool:
        """Whether one of them may come between two flushes."""
        return any(fault.name == FAULT for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a trial may be given.

    ``warm``: what the POS is forked from; ``once``: it is not run again, whatever it comes to.
    ``make``: the POS is that class, and time is virtual; ``prefixes``: how its days begin.
    ``counts_flushes``: the History tells when the POS flushed to its disk.
    Evidence is written with ``keep_all`` or when it did not pass; ``pictures`` False: only that
    evidence has the dots of its slips.
    """

    then: Then | None = None
    warm: WarmPos | None = None
    once: bool = False
    make: MakeTill | None = None
    prefixes: Prefixes | None = None
    pictures: bool = True
    keep_all: bool = False
    counts_flushes: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """What the bench has to know: a POS that is a class flushes at the same points again."""
        again = self.make is not None and self.then is not None and self.then.between_flushes
        return ("flushes",) if self.counts_flushes or again else ()

    def keeps(self, finding: Finding) -> bool:
        """Whether the evidence of it is wanted."""
        return self.keep_all or finding.verdict in ("fail", "unknown")


NO_EXTRAS = Extras()


def run_trial(
    schedule: Schedule, config: Config, folder: Path, rate: float = 1.0, extras: Extras = NO_EXTRAS
) -> Finding:
    """Run it; the folder holds the evidence that is wanted. Never raises for what the POS does.

    What does not pass where time passes faster is run once more at the clock's own pace, and that
    run counts: a busy machine must not look like a slow POS. The finding says so (``again``).
    With ``extras.then`` it also says where a second fault may strike.
    """
    first = _once(schedule, config, folder, rate, extras)
    if not extras.pictures and extras.keeps(first):
        return _once(schedule, config, folder, rate, replace(extras, pictures=True))
    final = first.broke or first.verdict in ("pass", "unreached", "not_applicable")
    if final or rate == 1 or extras.once:
        return first
    shutil.rmtree(folder, ignore_errors=True)
    again = _once(schedule, config, folder, 1.0, extras)
    return replace(again, again=True, duration_s=round(first.duration_s + again.duration_s, 4))


def _once(schedule: Schedule, config: Config, folder: Path, rate: float, extras: Extras) -> Finding:
    start_s = time.perf_counter()
    try:
        finding, events = _on_bench(schedule, config, folder, rate, extras)
        then = extras.then
        if then is not None and finding.verdict == "pass":
            finding = replace(finding, further=_further(events, then, extras))
    except NotApplicable as reason:
        finding = Finding("not_applicable", why=str(reason))
    except (UsageError, StartError) as error:
        finding = Finding("unknown", why=str(error), wrong_use=True)
    except TillproofError as error:
        finding = Finding("unknown", why=str(error))
    except LoopError as error:
        finding = Finding("unknown", why=str(error), broke=True)
    return _timed(finding, time.perf_counter() - start_s)


def _further(events: Sequence[Event], then: Then, extras: Extras) -> tuple[str, ...]:
    exact = extras.make is not None
    found = further(events, then.faults, then.old, every_poll=exact)
    if exact and then.between_flushes:
        found += further_flushes(events, then.old, every_poll=exact)
    return found


def _on_bench(
    schedule: Schedule, config: Config, folder: Path, rate: float, extras: Extras
) -> tuple[Finding, Sequence[Event]]:
    left_out: tuple[int, ...] = ()
    begun = _begun(schedule, folder, extras)
    bench, done = begun or (_bench(schedule, patient(config, rate), folder, rate, extras), 0)
    with bench:
        if bench.pos.hello.status == "ok":
            left_out = tuple(item.number for item in play(bench, schedule.workload, done))
            bench.settle()
        targets = bench.nemesis.targets
        impossible = () if schedule.faults else _impossible(bench)
    events = sifted(bench.events)
    results = judge(events, bench.history.blobs, config.checks.disable)
    finding = found(events, results, left_out, bench.history.blobs)
    if extras.pictures and extras.keeps(finding):
        finding = _saved(bench, schedule, finding)
    return replace(finding, targets=targets, impossible=impossible), events


def _saved(bench: Bench, schedule: Schedule, finding: Finding) -> Finding:
    try:
        bench.save()
        save_schedule(schedule, bench.folder / "schedule.json")
    except OSError as error:
        return without_evidence(finding, bench.folder, error)
    return finding


def without_evidence(finding: Finding, folder: Path, error: OSError) -> Finding:
    """What was judged stands, whatever becomes of its evidence: half of that is none."""
    shutil.rmtree(folder, ignore_errors=True)
    return replace(finding, why=unkept.without_evidence(finding.why, error))


def _begun(schedule: Schedule, folder: Path, extras: Extras) -> tuple[VirtualBench, int] | None:
    if extras.prefixes is None:
        return None
    name = schedule.name or schedule.id
    return extras.prefixes.begin(schedule, name, folder, pictures=extras.pictures)


def _bench(schedule: Schedule, config: Config, folder: Path, rate: float, extras: Extras) -> Bench:
    name = schedule.name or schedule.id
    if extras.make is not None:
        return VirtualBench(
            config,
            folder,
            extras.make,
            name=name,
            schedule=schedule.faults,
            pictures=extras.pictures,
            needs=extras.needs,
        )
    return LateBench(
        config,
        folder,
        name=name,
        schedule=schedule.faults,
        moves_clock=schedule.moves_clock,
        rate=rate,
        needs=extras.needs,
        warm=extras.warm,
    )


def _impossible(bench: Bench) -> tuple[str, ...]:
    """The faults that its devices cannot undergo as they are configured."""
    kinds = [cls for cls in catalogue().values() if cls.target in bench.nemesis.targets]
    return tuple(
        cls.name
        for cls in kinds
        if not cls.needs and bench.nemesis.why_not(ScheduledFault(cls(), cls.default_trigger))
    )


def patient(config: Config, rate: float) -> Config:
    """The bounds where time passes faster: never less than what a busy machine may need for it.

    A POS that takes longer than its own bound and less than this is found at rate 1 only.
    """
    pos = config.pos.model_copy(
        update={
            "recovers_within_s": max(config.pos.recovers_within_s, RECOVERS_S * rate),
            "alert_within_s": max(config.pos.alert_within_s, ALERTS_S * rate),
        }
    )
    return config if rate == 1 else config.model_copy(update={"pos": pos})


def found(
    events: Sequence[Event],
    results: list[Result],
    left_out: tuple[int, ...] = (),
    blobs: Blobs | None = None,
) -> Finding:
    """The judgement on a History in short."""
    whole = run_verdict(events, results)
    reasons = with_last_words(whole.reasons, events, blobs or Blobs())
    broken = tuple(
        Broken(one.check, one.violations[0].message, one.violations[0].events)
        for one in results
        if one.verdict is Verdict.FAIL
    )
    if whole.verdict is Verdict.FAIL and not broken:
        broken = (Broken(POS_ENDED, reasons[0]),)
    ended = [said for said in reasons if said.startswith(ENDED)]
    ended = [] if any(one.check == POS_ENDED for one in broken) else ended
    doubts = [*reasons, *(f"{r.check}: {r.why}" for r in results if r.why)]
    verdict = "unknown" if whole.verdict is Verdict.NOT_EXERCISED else whole.verdict.value
    if verdict == "unknown" and _unreached(events, results, whole.reasons):
        verdict = "unreached"
    return Finding(
        verdict=verdict,
        broken=broken,
        why=" ".join(doubts if verdict in ("unknown", "unreached") else ended),
        fired=len({fired.armed for _, fired in of(events, FaultFired)}),
        marks=seen_marks(events),
        held=tuple(one.check for one in results if one.verdict is Verdict.PASS),
        left_out=left_out,
    )


def _unreached(events: Sequence[Event], results: list[Result], reasons: tuple[str, ...]) -> bool:
    """Whether all held, and a later fault of several found nothing more to strike at."""
    armed = sum(1 for _ in of(events, FaultArmed))
    fired = {one.armed for _, one in of(events, FaultFired)}
    sure = not any(one.verdict is Verdict.UNKNOWN for one in results)
    return sure and armed > 1 and 0 < len(fired) < armed and len(reasons) == armed - len(fired)


def _timed(finding: Finding, duration_s: float) -> Finding:
    return replace(finding, duration_s=round(duration_s, 4))
