"""``report.html``: one file for people, without any outside request."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.checks.result import Verdict
from harness.reports.cases import Case, make_case
from harness.reports.chinese import in_chinese
from harness.reports.clean import clean
from harness.reports.summary import RunSummary, Status, merged_checks, merged_faults
from harness.reports.texts import texts

MOST_BYTES = 2_800_000  # below 3 MB, with room for the frame around the scenarios
_SHORTEST_BYTES = 4_000  # about what a scenario takes without pictures and timeline
_ORDER = (Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.PASS, Status.NOT_APPLICABLE)
_BAD = {
    Verdict.FAIL: (Status.FAIL,),
    Verdict.UNKNOWN: (Status.UNKNOWN, Status.ERROR),
    Verdict.PASS: (),
}


def write_report(summary: RunSummary, path: Path, lang: str = "en") -> None:
    """Write the report; relative links in it start from its folder.

    Raises OSError, and UsageError for a language that there is not.
    """
    path.write_text(render_report(summary, path.parent, lang), encoding="utf-8")


def render_report(
    summary: RunSummary, base: Path, lang: str = "en", most_bytes: int = MOST_BYTES
) -> str:
    """The page as text.

    Where all would be more than ``most_bytes``, the last scenarios go without pictures of their
    slips (the text stays), then without their timelines; what failed comes first.
    """
    words = texts(lang)
    numbered = sorted(
        enumerate(summary.scenarios, start=1), key=lambda pair: _ORDER.index(pair[1].status)
    )
    sections: dict[Status, list[Markup]] = {status: [] for status in _ORDER}
    left_bytes = most_bytes
    for place, (number, scenario) in enumerate(numbered):
        if scenario.status is Status.NOT_APPLICABLE:
            continue
        rest = len(numbered) - place - 1
        case = make_case(number, scenario, base, lang)
        section = fitting(case, words, left_bytes - rest * _SHORTEST_BYTES)
        left_bytes -= len(section.encode())
        sections[scenario.status].append(section)
    return _page(summary, sections, words, in_chinese if lang == "zh" else str)


def fitting(case: Case, words: Mapping[str, str], most_bytes: int) -> Markup:
    """A scenario's section in the richest form that fits; the poorest when none does."""
    if case.evidence.picture_bytes < most_bytes:
        section = _section(case, words, pictures=True, rows=True)
        if len(section.encode()) <= most_bytes:
            return section
    section = _section(case, words, pictures=False, rows=True)
    if len(section.encode()) <= most_bytes:
        return section
    return _section(case, words, pictures=False, rows=False)


def _section(case: Case, words: Mapping[str, str], *, pictures: bool, rows: bool) -> Markup:
    template = page_environment().get_template("scenario.html.jinja")
    return Markup(  # noqa: S704  (the template has escaped it)
        template.render(
            case=case, one=case.scenario, seen=case.evidence, t=words, pictures=pictures, rows=rows
        )
    )


def _page(
    summary: RunSummary,
    sections: Mapping[Status, list[Markup]],
    words: Mapping[str, str],
    say: Callable[[str], str],
) -> str:
    left_out = summary.of(Status.NOT_APPLICABLE)
    return (
        page_environment()
        .get_template("report.html.jinja")
        .render(
            run=summary,
            verdict=summary.verdict.value,
            lead=_lead(summary, words),
            sections=[
                ("failed", sections[Status.FAIL] + sections[Status.ERROR]),
                ("unknown", sections[Status.UNKNOWN]),
                ("passed", sections[Status.PASS]),
            ],
            counts=[(status.value, len(summary.of(status))) for status in _ORDER],
            left_out=[(one.name, say(one.not_applicable)) for one in left_out],
            checks=merged_checks(summary.executed),
            faults=merged_faults(summary.executed),
            t=words,
        )
    )


def _lead(summary: RunSummary, words: Mapping[str, str]) -> str:
    ran = len(summary.executed)
    if not ran:
        return words["lead_nothing"]
    bad = len(summary.of(*_BAD[summary.verdict]))
    return words[f"lead_{summary.verdict.value}"].format(bad=bad, n=ran)


@cache
def page_environment() -> Environment:
    """Where the templates are, with style and script; every text that goes in is masked."""
    folder = Path(__file__).parent / "templates"
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["css"] = Markup((folder / "report.css").read_text(encoding="utf-8"))  # noqa: S704
    made.globals["js"] = Markup((folder / "report.js").read_text(encoding="utf-8"))  # noqa: S704
    return made


def _finalize(value: object) -> object:
    """Every text passes here on its way into the page: nothing gets around the masking."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value
