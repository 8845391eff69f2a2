"""What a step works on: the bench of its scenario, and what has been said so far."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from behave.model import Scenario
from behave.runner import Context

from emulators.faults.fault import parse_fault
from emulators.money import format_minor, minor_units
from harness.bdd.moments import Moment, at_message
from harness.bench import Bench
from harness.checks.evidence import Evidence
from harness.checks.judge import judge
from harness.checks.result import Result, Verdict
from harness.checks.views.operations import Operation
from harness.checks.views.refusals import refused
from harness.checks.views.repeats import kept
from harness.errors import NotApplicable, PosFailed
from harness.pos.protocol import Reply
from harness.reports.folder import ScenarioFolder


class Scene:
    """One scenario on its bench, which is started at the first step that needs it."""

    def __init__(
        self, make_bench: Callable[[Sequence[str]], Bench], folder: ScenarioFolder
    ) -> None:
        self._make = make_bench
        self._bench: Bench | None = None
        self._armed: list[str] = []
        self.folder = folder
        self.not_applicable = ""
        self.broken = False
        self.interrupted = ""  # why the run was stopped in the middle of the scenario
        self.defect = ""  # how the bench itself failed
        self.hook_error = ""  # what the user's own hook after the scenario raised
        self.references: list[str] = []
        self.replies: dict[str, Reply] = {}
        self.sold = ("", 0, "")  # reference, amount and tender of the last sale
        self.last = Reply("unknown", {}, "nothing has been asked yet")
        self.asked = ""  # the reference of that call, where it has one

    @property
    def bench(self) -> Bench:
        """The bench, up. Raises PosFailed when the POS does not answer its hello."""
        if self._bench is None:
            bench = self._make(self._armed)
            bench.start()
            self._bench = bench
            if bench.pos.hello.status != "ok":
                self.broken = True
                raise PosFailed(f"the POS did not answer hello: {bench.pos.hello.reason}")
        return self._bench

    @property
    def started(self) -> Bench | None:
        """The bench, if any step needed it."""
        return self._bench

    def leave_out(self, scenario: Scenario, why: str) -> None:
        """The scenario does not apply to this POS or this machine: run no more of it."""
        self.not_applicable = why
        scenario.skip(why)

    def close(self, interrupted: str, failed_step: str = "") -> None:
        """Take the bench down, if it was ever up."""
        if self._bench is not None:
            self._bench.stop(interrupted, failed_step)

    def minor(self, amount: Decimal) -> int:
        """An amount of the scenario in minor units. Raises UsageError for what is none."""
        return minor_units(amount, self.bench.config.acquirer.currency)

    def money(self, minor: int) -> str:
        """Minor units as text."""
        return format_minor(minor, self.bench.config.acquirer.currency)

    def arm(self, fault: str, when: Moment) -> None:
        """Arm a fault for a moment, once for each time."""
        for trigger in when.on(self.bench.config.receipt).triggers():
            self.bench.arm(f"{fault}@{trigger}")

    def arm_before_start(self, fault: str) -> None:
        """Arm a fault for a bench that is not up yet. Raises AssertionError when it is."""
        assert self._bench is None, "this step comes before anything is done"  # noqa: S101
        parse_fault(fault)
        self._armed.append(fault)

    def arm_at(self, fault: str, request: str, point: str) -> None:
        """Arm a fault for a point in the life of the next request of that name."""
        self.bench.arm(f"{fault}@message({at_message(request, point)})")

    def new_reference(self) -> str:
        """A reference that this scenario has not used yet."""
        reference = f"T{len(self.references) + 1:04d}"
        self.references.append(reference)
        return reference

    def heard(self, reply: Reply, reference: str = "") -> None:
        """Remember an answer. Raises NotApplicable for a method that the POS lacks."""
        if reply.status == "not_applicable":
            raise NotApplicable(reply.reason)
        self.last, self.asked = reply, reference
        if reference:
            self.replies[reference] = reply

    @property
    def reference(self) -> str:
        """The reference of the last sale. Raises AssertionError when nothing was sold."""
        assert self.references, "this step needs a sale before it"  # noqa: S101
        return self.references[-1]

    def results(self, *names: str) -> list[Result]:
        """Let the POS recover, then judge; only the checks named, when any are."""
        self.bench.settle()
        config = self.bench.config
        results = judge(self.bench.events, self.bench.history.blobs, config.checks.disable)
        return [result for result in results if not names or result.check in names]

    def kept(self) -> tuple[Operation, ...]:
        """What the till may keep, since it asked the host again and was told."""
        evidence = Evidence(tuple(self.bench.events), self.bench.history.blobs)
        return kept(evidence.operations, evidence.messages)

    def refused(self) -> tuple[Operation, ...]:
        """What the till did not begin, since it could not have printed."""
        evidence = Evidence(tuple(self.bench.events), self.bench.history.blobs)
        return refused(evidence.operations, evidence.messages, evidence.trouble)

    def demand(self, *names: str) -> None:
        """Let the POS recover, then demand of each check that it does not fail."""
        lines = [
            f"{result.check}: {violation.message}"
            for result in self.results(*names)
            if result.verdict is Verdict.FAIL
            for violation in result.violations
        ]
        assert not lines, "\n".join(lines)  # noqa: S101


def scene_of(context: Context) -> Scene:
    """The scene that the hooks put into behave's context."""
    scene = context.scene
    assert isinstance(scene, Scene)  # noqa: S101
    return scene
