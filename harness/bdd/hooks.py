"""behave's hooks: a fresh bench for each scenario, judged when its steps are through."""

import time

from behave.model import Scenario, Step
from behave.runner import Context

from harness.bdd.demands import config_for, needs_of, unmet
from harness.bdd.outcome import failed_step, outcome_of
from harness.bdd.scene import Scene
from harness.bdd.session import Session, current
from harness.checks.result import Verdict
from harness.loop import LoopError
from harness.reports.summary import ScenarioResult, Status
from harness.virtual.find import bench_for

STOPPED = "the run was stopped"


def before_scenario(context: Context, scenario: Scenario) -> None:
    """Make the scene; look up front whether the POS can do what the scenario needs."""
    session = current()
    folder = session.folder.scenario(session.number(location_of(scenario)), scenario.name)
    needs = {need for step in scenario.all_steps for need in _needs(context, step)}
    context.started_s, context.began_s = time.monotonic(), time.time()
    context.scene = scene = Scene(
        lambda armed: bench_for(
            config_for(session.config, scenario),
            folder.path,
            name=scenario.name,
            schedule=armed,
            needs=needs,
            warm=session.warm,
        ),
        folder,
    )
    for why in unmet(scene, session.config, scenario.effective_tags):
        scene.leave_out(scenario, why)


def _needs(context: Context, step: Step) -> set[str]:
    match = context._runner.step_registry.find_match(step)  # noqa: SLF001  (behave has no other way)
    return needs_of(step.name, match.func if match else None)


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
    except LoopError as error:
        scene.defect = str(error)
    finally:
        scene.close(scene.interrupted or _trouble(scenario), failed_step(scenario))
        if scene.broken:
            context.abort(reason="the POS does not answer hello: the other scenarios are not run")
    scene.hook_error = getattr(context, "hook_error", "")
    duration_s = time.monotonic() - context.started_s
    outcome = outcome_of(scenario, scene, session, (context.began_s, duration_s))
    session.listener(outcome)
    if not scenario.status.has_failed() and _is_told(outcome.result.status, context, session):
        raise AssertionError("\n" + "\n".join(_sentences(outcome.result)))


def _is_told(status: Status, context: Context, session: Session) -> bool:
    """Whether behave has to hear that it did not hold: unknown is no pass either."""
    bad = (Status.FAIL, Status.UNKNOWN) if session.alone else (Status.FAIL,)
    return status in bad and bool(session.alone or context.config.stop)


def after_all(context: Context) -> None:
    """Where behave itself was started: write the reports. ``-D allure=DIR``: for Allure, too."""
    finish = current().finish
    if finish is not None:
        finish(str(context.config.userdata.get("allure", "")))


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
