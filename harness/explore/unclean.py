"""A day that fails without any fault: no fault is tried, and the report says what failed."""

from dataclasses import replace

from harness.explore.outcome import NO_FAULT, Group, Outcome, outcome
from harness.explore.plan import Planned
from harness.explore.publish import publish
from harness.explore.schedule import Schedule
from harness.explore.session import Session
from harness.explore.store import Store
from harness.explore.trial import Broken

RUN = "clean/1"
SAID = "no fault was tried: the day does not pass without any"


def publish_unclean(session: Session, language: str = "en") -> tuple[Outcome, dict[str, object]]:
    """Write what every campaign writes; also the content of ``verdict.json``. Raises OSError."""
    finding, folder = session.clean.finding, session.folder
    schedule = Schedule(session.clean.workload, name="a clean run", seed=session.request.seed)
    store = Store(folder)
    try:
        store.add(Planned(1, schedule, NO_FAULT, "a clean run"), finding, RUN)
        about = replace(session.about(), total=1, folded=0)
        groups = tuple(map(_group, finding.broken))
        groups = (*(replace(one, why=finding.why) for one in groups[:1]), *groups[1:])
        done = outcome(about, store, SAID, groups)
        return done, publish(about, store, done, folder, language)
    finally:
        store.close()


def _group(broken: Broken) -> Group:
    return Group(broken.check, NO_FAULT, 1, broken.message, f"{RUN}/schedule.json")
