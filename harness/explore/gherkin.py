"""A schedule as a feature, and back: what goes into the regression suite.

Schedule → feature → schedule is the identity. Any scenario that is said with these phrases alone
can be explored as a workload, too.
"""

from behave.parser import parse_feature

from emulators.errors import UsageError
from harness.bdd import day
from harness.bdd.feature_text import told_in_a_sentence
from harness.explore.schedule import Schedule
from harness.explore.trial import POS_ENDED
from harness.workloads.steps import Step, Workload

_WORDS = {
    "en": ("Feature", "Scenario", "Given", "When", "Then", "And"),
    "zh-CN": ("功能", "场景", "假如", "当", "那么", "而且"),
}
_SEED = "seed."


def to_feature(schedule: Schedule, language: str = "en", why: str = "") -> str:
    """The feature; ``why`` is told below its name. Raises UsageError for what has no words."""
    feature, scenario, given, when, then, also = _WORDS[language]
    lines = [] if language == "en" else [f"# language: {language}"]
    lines += [f"{feature}: {schedule.workload.name}"]
    lines += [f"  {line.strip()}" for line in why.splitlines() if line.strip()]
    lines += ["", f"  @{_SEED}{schedule.seed}", f"  {scenario}: {schedule.name}".rstrip()]
    lines += _steps([day.armed(spec, language) for spec in schedule.faults], given, also)
    lines += _steps([_said(step, language) for step in schedule.workload.steps], when, also)
    lines += _steps([_demand(schedule.check, language)], then, also)
    return "\n".join(lines) + "\n"


def _steps(texts: list[str], first: str, also: str) -> list[str]:
    return [f"    {also if number else first} {text}" for number, text in enumerate(texts)]


def _said(step: Step, language: str) -> str:
    said = day.say(step, language)
    if said is None:
        raise UsageError(f"there is no phrase for {step}")
    return said


def _demand(check: str, language: str) -> str:
    chinese = language.startswith("zh")
    if check in ("", POS_ENDED):
        return day.EVERY_ZH if chinese else day.EVERY_EN
    return (day.CHECK_ZH if chinese else day.CHECK_EN).replace("{name:S}", check)


def from_feature(text: str, source: str = "a feature", number: int = 1) -> Schedule:
    """Read the ``number``-th scenario. Raises UsageError for a step that is no workload's."""
    with told_in_a_sentence(source):
        feature = parse_feature(text, filename=source)
    scenarios = list(feature.walk_scenarios()) if feature else []
    if not 1 <= number <= len(scenarios):
        raise UsageError(f"{source}: there is no scenario {number}")
    return _schedule(feature.name, scenarios[number - 1], source)


def _schedule(name: str, scenario: object, source: str) -> Schedule:
    faults, steps, check = [], [], ""
    for line in scenario.all_steps:  # type: ignore[attr-defined]  # behave is not typed
        spec, step = day.read_armed(line.name), day.read(line.name)
        if spec is not None:
            faults.append(spec)
        elif step is not None:
            steps.append(step)
        elif line.name not in (day.EVERY_EN, day.EVERY_ZH):
            check = _check(line.name, source)
    tags = [str(tag) for tag in scenario.tags]  # type: ignore[attr-defined]
    seeds = [int(tag.removeprefix(_SEED)) for tag in tags if tag.startswith(_SEED)]
    title = str(scenario.name)  # type: ignore[attr-defined]
    return Schedule(Workload(name, tuple(steps)), tuple(faults), title, sum(seeds), check)


def _check(text: str, source: str) -> str:
    for pattern in (day.CHECK_EN, day.CHECK_ZH):
        before, after = pattern.split("{name:S}")
        if text.startswith(before) and text.endswith(after) and text != pattern:
            return text[len(before) : len(text) - len(after)]
    raise UsageError(f"{source}: the step {text!r} is none of a workload")
