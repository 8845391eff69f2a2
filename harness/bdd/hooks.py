"""behave's hooks: a fresh bench for each scenario, judged when its steps are through."""

import time

from behave.model import Scenario, Step
from behave.runner import Context

from emulators.faults.fault import catalogue
from harness.bdd.outcome import failed_step, outcome_of
from harness.bdd.scene import Scene
from harness.bdd.session import current
from harness.bench import Bench
from harness.checks.result import Verdict
from harness.config import Config
from harness.reports.summary import ScenarioResult, Status

NEEDS = "needs."
STOPPED = "the run was stopped"
DIALECT = "dialect."


def before_scenario(context: Context, scenario: Scenario) -> None:
    """Make the scene; look up front whether the POS can do what the scenario needs."""
    session = current()
    folder = session.folder.scenario(session.number(location_of(scenario)), scenario.name)
    needs = {need for step in scenario.all_steps for need in _needs(context, step)}
    context.started_s, context.began_s = time.monotonic(), time.time()
    context.scene = scene = Scene(
        lambda armed: Bench(
            _config(session.config, scenario),
            folder.path,
            name=scenario.name,
            schedule=armed,
            needs=needs,
            warm=session.warm,
        ),
        folder,
    )
    for tag in scenario.effective_tags:
        if tag.startswith(DIALECT):
            _demand_dialect(scene, scenario, tag.removeprefix(DIALECT), session.config)
        elif tag.startswith(NEEDS):
            _demand(scene, scenario, tag.removeprefix(NEEDS))


# What a scenario's tag makes of the bench: section, key, value.
BENCH = {
    "bench.standby": ("printer", "standby", True),
    "bench.serial": ("printer", "link", "pty"),
    "bench.fast": ("pos", "clock_rate", 3.0),
    "bench.backup_line": ("acquirer", "backup_line", True),
}


def _config(config: Config, scenario: Scenario) -> Config:
    """The configuration with what the scenario's tags ask of the bench."""
    for tag in scenario.effective_tags:
        if tag in BENCH:
            section, key, value = BENCH[tag]
            changed = getattr(config, section).model_copy(update={key: value})
            config = config.model_copy(update={section: changed})
    return config


def _needs(context: Context, step: Step) -> set[str]:
    """What the POS must be started with for a step, by its phrase or the fault it names."""
    match = context._runner.step_registry.find_match(step)  # noqa: SLF001  (behave has no other way)
    own = set(getattr(match.func, "needs", ())) if match else set()
    return own | {cls.needs for name, cls in catalogue().items() if cls.needs and name in step.name}


def _demand_dialect(scene: Scene, scenario: Scenario, dialect: str, config: Config) -> None:
    """Leave the scenario out when the bench speaks another dialect."""
    if config.acquirer.dialect != dialect:
        scene.leave_out(scenario, f"the bench speaks {config.acquirer.dialect}, not {dialect}")


def _demand(scene: Scene, scenario: Scenario, capability: str) -> None:
    """Leave the scenario out when the POS lacks the capability."""
    listed = scene.bench.pos.hello.result.get("capabilities")
    if not isinstance(listed, list) or capability not in listed:
        scene.leave_out(scenario, f"the POS lacks {capability}")


def after_scenario(context: Context, scenario: Scenario) -> None:
    """Let the POS recover, take the bench down, judge, tell the listener.

    Raises AssertionError when a check failed, so that behave, alone or told to stop at the first
    failure, sees it too.
    """
    session = current()
    scene: Scene | None = getattr(context, "scene", None)
    if scene is None:  # stopped before it began
        return
    try:
        if context.aborted:
            scene.interrupted = STOPPED
        given_up = scene.not_applicable or scene.broken or context.aborted
        if scene.started is not None and not given_up:
            scene.bench.settle()
    except KeyboardInterrupt:
        scene.interrupted = STOPPED
        context.abort(reason=STOPPED)
    finally:
        scene.close(scene.interrupted or _trouble(scenario), failed_step(scenario))
        if scene.broken:
            context.abort(reason="the POS does not answer hello: the other scenarios are not run")
    scene.hook_error = getattr(context, "hook_error", "")
    duration_s = time.monotonic() - context.started_s
    outcome = outcome_of(scenario, scene, session, (context.began_s, duration_s))
    session.listener(outcome)
    fails = outcome.result.status is Status.FAIL and not scenario.status.has_failed()
    if fails and (session.alone or context.config.stop):
        raise AssertionError("\n" + "\n".join(_sentences(outcome.result)))


def _trouble(scenario: Scenario) -> str:
    """What interrupted the scenario before its last step, if anything did."""
    broken = [step for step in scenario.all_steps if step.status.is_error()]
    return f"step {broken[0].name!r} broke off" if broken else ""


def _sentences(result: ScenarioResult) -> list[str]:
    failed = [one for one in result.results if one.verdict is Verdict.FAIL]
    said = [f"{one.check}: {v.message}" for one in failed for v in one.violations]
    return [*said, *result.reasons]


def location_of(scenario: Scenario) -> str:
    """``file:line``, as it is named on the command line."""
    return f"{scenario.location.filename}:{scenario.location.line}"
