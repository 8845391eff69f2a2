"""What a person reads while a run goes on, and at its end."""

from collections import Counter

import click

from harness.checks.result import Verdict
from harness.cli.progress import Progress
from harness.cli.spoken import words_of
from harness.reports.folder import RunFolder
from harness.reports.summary import RunSummary, ScenarioResult, Status
from harness.reports.texts import language_of

_COLOURS = {
    Status.PASS: "green",
    Status.FAIL: "red",
    Status.UNKNOWN: "yellow",
    Status.ERROR: "magenta",
    Status.NOT_APPLICABLE: "blue",
}


class Talk:
    """Writes the result to standard output as it comes; with ``quiet`` to standard error.

    ``lang``: the language, ``en`` or ``zh``; '' for that of each scenario's feature.
    """

    def __init__(self, *, quiet: bool = False, lang: str = "") -> None:
        self._err = quiet
        self._lang = lang
        self._feature = ""
        self._counts: Counter[Status] = Counter()
        self._progress = Progress("scenarios")
        self._total = 0

    def begin(self, total: int) -> None:
        """There will be so many scenarios."""
        self._total = total

    def scenario(self, one: ScenarioResult) -> None:
        """One scenario is through."""
        words = words_of(self._lang or one.language)
        if one.feature != self._feature:
            self._feature = one.feature
            self._say(click.style(one.feature or words.no_feature, bold=True))
        mark = click.style(words.marks[one.status], fg=_COLOURS[one.status])
        self._say(f"  {mark}  {one.name}  {words.took.format(one.duration_s)}")
        for sentence in sentences(one):
            self._say(f"      {words.say(sentence)}")
        self._counts[one.status] += 1
        bad = [f"{n} {words.counted[s]}" for s, n in sorted_counts(self._counts) if s in _BAD]
        done = self._counts.total()
        bad += [words.writing] if done == self._total else []
        if self._total:
            self._progress.show(done, self._total, ", ".join(bad))

    def summary(self, summary: RunSummary, folder: RunFolder) -> None:
        """The verdict, and where the evidence is."""
        self._progress.close()
        words = words_of(self._lang or language_of(summary))
        counts = Counter(one.status for one in summary.scenarios)
        held = [f"{count} {words.counted[status]}" for status, count in sorted_counts(counts)]
        colour = {Verdict.PASS: "green", Verdict.FAIL: "red"}.get(summary.verdict, "yellow")
        verdict = click.style(words.verdicts[summary.verdict], fg=colour, bold=True)
        self._say("")
        self._say(f"{summary.pos.name} {summary.pos.version}".strip() + f": {verdict}")
        said = words.comma.join(held) or words.nothing
        self._say(f"{said}{words.semicolon}{words.lasted.format(summary.duration_s)}")
        if summary.interrupted:
            self._say(words.say(summary.interrupted))
        self._say(words.where.format(seed=summary.seed, report=folder.report))

    def _say(self, text: str) -> None:
        self._progress.say(text, err=self._err)


_BAD = (Status.FAIL, Status.UNKNOWN, Status.ERROR)


def sorted_counts(counts: Counter[Status]) -> list[tuple[Status, int]]:
    """The statuses that occurred, in the order of the Status."""
    return [(status, counts[status]) for status in Status if counts[status]]


def sentences(one: ScenarioResult) -> list[str]:
    """Why a scenario did not pass, in sentences."""
    known = [f"known: {r.check}: {v.message}" for r in one.results for v in r.known]
    if one.status is Status.PASS:
        return known
    said = [one.not_applicable, *one.error.splitlines(), *one.reasons]
    for result in one.results:
        said += [f"{result.check}: {violation.message}" for violation in result.violations]
        if result.verdict is Verdict.UNKNOWN:
            said.append(f"{result.check} cannot decide: {result.why}")
    said += [*known, *one.left_behind]
    return [sentence for sentence in dict.fromkeys(said) if sentence.strip()]
