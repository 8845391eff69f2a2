"""What a person reads of a campaign: its plan, its progress, its result."""

import json
import sys
import time

import click

from harness.explore.campaign import Limits, Place, Progress, explore
from harness.explore.finish import Finisher
from harness.explore.outcome import (
    Group,
    Outcome,
    groups_of,
    outcome,
    verdict_values,
    write_verdict,
)
from harness.explore.request import Request
from harness.explore.session import Session, begin, listing
from harness.explore.store import Store
from harness.faults import add_harness_faults
from harness.reports.folder import make_run_folder

_EVERY_S = 0.5
_COLOURS = {"pass": "green", "fail": "red"}


class Explored:
    """Runs a campaign and tells of it. The result goes to standard output, all else beside it."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json
        self._told_s = 0.0
        self._terminal = sys.stderr.isatty()

    def run(self, request: Request, *, only_list: bool) -> int:
        """The exit status."""
        add_harness_faults()
        folder = make_run_folder(request.results_dir, request.name)
        session = begin(request, folder.path)
        try:
            if session.clean.finding.verdict != "pass":
                return self._not_clean(session)
            self._plan(session, whole=only_list)
            if only_list:
                return 0
            return self._explore(session)
        finally:
            session.close()

    def _explore(self, session: Session) -> int:
        asked = session.request
        store = Store(session.folder)
        try:
            limits = Limits(asked.fail_fast, asked.time_limit_s, asked.max_runs)
            progress = Progress(session.total)
            place = Place(session.executor, store, session.folder)
            explore(session.plan(), place, limits, progress, self._progress)
            self._line("")
            groups = groups_of(store)
            if asked.shrink and groups:
                self._aside(f"{len(groups)} kinds of failure: looking for the smallest of each")
                groups = Finisher(place, asked.language).finish(groups)
            done = outcome(session, store, progress, groups)
            values = verdict_values(session, store, done)
            write_verdict(values, session.folder / "verdict.json")
            self._result(session, done, progress, values)
        finally:
            store.close()
        return done.exit_status

    def _not_clean(self, session: Session) -> int:
        finding = session.clean.finding
        click.echo(f"{session.pos.name}: {finding.verdict} without any fault", err=self._json)
        for broken in finding.broken:
            click.echo(f"  {broken.check}: {broken.message}", err=self._json)
        click.echo(f"  {finding.why}" * bool(finding.why), err=self._json)
        click.echo(f"evidence: {session.folder / 'clean'}", err=self._json)
        if self._json:
            click.echo(json.dumps({"verdict": finding.verdict, "why": finding.why}))
        return 1 if finding.verdict == "fail" else 2

    def _plan(self, session: Session, *, whole: bool) -> None:
        if self._json and whole:
            click.echo(json.dumps(listing(session), ensure_ascii=False, indent=2))
            return
        say = click.echo if whole else self._aside
        if whole:
            for cell in session.cells:
                say(f"  {cell.fault.name:34} {len(cell.points):5} points, {cell.folded} folded")
        say(
            f"{session.clean.workload.name}: {session.total} schedules stand for"
            f" {session.total + session.folded} points; about {_span(session.estimate_s)}"
            f" with -j {session.request.jobs}, seed {session.request.seed}"
        )

    def _aside(self, text: str) -> None:
        click.echo(text, err=True)

    def _progress(self, progress: Progress) -> None:
        now_s = time.monotonic()
        if now_s - self._told_s < _EVERY_S:
            return
        self._told_s = now_s
        self._line(
            f"{progress.ran}/{progress.total}  {progress.rate:.1f}/s"
            f"  {_span(progress.left_s)} left  {progress.failed} failed"
            f"  {progress.unknown} unknown"
        )

    def _line(self, text: str) -> None:
        if self._terminal:
            click.echo(f"\r\033[K{text}", err=True, nl=False)

    def _result(
        self, session: Session, done: Outcome, progress: Progress, values: dict[str, object]
    ) -> None:
        if self._json:
            click.echo(json.dumps(values, ensure_ascii=False, indent=2))
            return
        for title, live in (("Does what it must not:", False), ("Does not come back:", True)):
            groups = [group for group in done.groups if group.liveness is live]
            if groups:
                click.echo(click.style(title, bold=True))
            for group in groups:
                _tell(group, session)
        for sentence in (*done.missing, *done.notes):
            click.echo(f"  {sentence}")
        verdict = click.style(done.verdict, fg=_COLOURS.get(done.verdict, "yellow"), bold=True)
        words = ", ".join(f"{count} {word}" for word, count in sorted(done.counts.items()))
        click.echo(f"{session.pos.name} {session.pos.version}: {verdict}")
        click.echo(
            f"{done.runs} of {done.total} schedules ({words or 'none was run'});"
            f" {progress.rate:.1f} runs/s; seed {session.request.seed}"
        )
        click.echo(f"report: {session.folder / 'verdict.json'}")


def _tell(group: Group, session: Session) -> None:
    click.echo(f"  {click.style(group.check, fg='red')}  {group.fault}  ({group.count} schedules)")
    click.echo(f"      {group.message}")
    if group.note:
        click.echo(f"      {group.note}")
    if group.feature:
        click.echo(f"      tillproof run {session.folder / group.feature}")
    if group.schedule:
        click.echo(f"      tillproof replay {session.folder / group.schedule}")


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
