"""What a person reads of a campaign: its plan, its progress, its result."""

import json
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from harness.cli.campaign_words import CampaignWords, campaign_words
from harness.explore.about import About, about_of, merged_about, note_about
from harness.explore.again import config_option, replay_options
from harness.explore.campaign import Limits, Place, Progress, explore
from harness.explore.clean import clean_values
from harness.explore.finish import Finisher
from harness.explore.outcome import Group, Outcome, groups_of, outcome, shortened
from harness.explore.publish import publish
from harness.explore.request import Request, request_values, resumed
from harness.explore.session import Session, begin, listing
from harness.explore.store import Store, open_store
from harness.explore.unclean import RUN, publish_unclean
from harness.faults import add_harness_faults
from harness.reports.folder import make_run_folder

_EVERY_S = 0.5
_COLOURS = {"pass": "green", "fail": "red"}


class Explored:
    """Runs a campaign and tells of it. The result goes to standard output, all else beside it."""

    def __init__(self, *, as_json: bool, language: str = "en") -> None:
        self._json = as_json
        self._language = language
        self._words = campaign_words(language)
        self._told_s = 0.0
        self._terminal = sys.stderr.isatty()
        add_harness_faults()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a good report, as by Ctrl-C

    def run(self, request: Request, *, only_list: bool) -> int:
        """A new campaign; the exit status."""
        folder = make_run_folder(request.results_dir, request.name).path
        session = begin(request, folder)
        try:
            if session.clean.finding.verdict != "pass":
                return self._not_clean(session)
            self._plan(session, whole=only_list)
            if only_list:
                return 0
            store = Store(folder)
            store.note("request", request_values(request))
            store.note("clean", clean_values(session.clean))
            note_about(store, session.about())
            return self._explore(session, store)
        finally:
            session.close()

    def resume(self, folder: Path, request: Request, given: Mapping[str, str]) -> int:
        """Go on with a campaign that was stopped; jobs and limits are those of ``request``."""
        store = open_store(folder)
        begun = resumed(store.noted("request"), request, given)
        session = begin(begun, folder, store)
        try:
            judged = sum(store.counts().values())
            self._aside(self._words.judged_already.format(judged=judged, total=session.total))
            return self._explore(session, store)
        finally:
            session.close()

    def merge(self, folders: tuple[Path, ...], request: Request) -> int:
        """One report of several shards."""
        parts = [open_store(folder) for folder in folders]
        about = merged_about([about_of(part) for part in parts])
        for part in parts:
            part.close()
        folder = make_run_folder(request.results_dir, request.name).path
        store = Store(folder)
        for other in folders:
            store.take(other)
        note_about(store, about)
        missing = about.total - sum(store.counts().values())
        stopped = f"{missing} schedules of these shards were not run" if missing > 0 else ""
        return self._report(about, store, Progress(about.total, stopped=stopped), groups_of(store))

    def defects(self, names: tuple[str, ...], request: Request, page: Path | None) -> int:
        """Each defect of the POS, explored until it shows; 1 when one was not found."""
        from harness.explore.defects import as_json, find, line, wanted  # noqa: PLC0415
        from harness.explore.defects_page import write_page  # noqa: PLC0415

        found = []
        for defect in wanted(request, names):
            found.append(find(request, defect))
            click.echo(line(found[-1]), err=self._json)
        if page is not None:
            write_page(found, request, page)
        if self._json:
            click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return 0 if all(one.check for one in found) else 1

    def _explore(self, session: Session, store: Store) -> int:
        asked = session.request
        limits = Limits(asked.fail_fast, asked.time_limit_s, asked.max_runs)
        progress = Progress(session.total - sum(store.counts().values()))
        place = Place(session.executor, store, session.folder)
        explore(session.plan(), place, limits, progress, self._progress)
        if asked.depth > 1 and not progress.stopped:
            progress.total = progress.ran + store.seconds()
            self._aside(self._words.pairs.format(number=store.seconds()))
            rest = limits.after(progress)
            explore(session.pairs(store), place, rest, progress, self._progress)
        self._line("")
        groups = groups_of(store)
        if asked.shrink and groups and progress.stopped != "interrupted":
            self._aside(self._words.kinds.format(number=len(groups)))
            groups = self._finish(session, place, groups)
        about = replace(session.about(), total=session.total + store.seconds())
        return self._report(about, store, progress, groups)

    def _finish(
        self, session: Session, place: Place, groups: tuple[Group, ...]
    ) -> tuple[Group, ...]:
        process = session.as_process()
        try:
            return Finisher(place, session.request.language, process).finish(groups)
        finally:
            if process is not None:
                process.close()

    def _report(
        self, about: About, store: Store, progress: Progress, groups: tuple[Group, ...]
    ) -> int:
        try:
            done = outcome(about, store, progress.stopped, groups)
            folder = store.path.parent
            values = publish(about, store, done, folder, self._language)
            self._result(about, done, progress, values, folder)
        finally:
            store.close()
        return done.exit_status

    def _not_clean(self, session: Session) -> int:
        """No fault is tried on a day that fails by itself: what failed then would say nothing."""
        done, values = publish_unclean(session, self._language)
        if self._json:
            click.echo(json.dumps(values, ensure_ascii=False, indent=2))
            return done.exit_status
        finding, folder, words = session.clean.finding, session.folder, self._words
        verdict = words.verdicts.get(finding.verdict, finding.verdict)
        click.echo(words.not_clean.format(pos=session.pos.name, verdict=verdict))
        for broken in finding.broken:
            click.echo(f"  {words.say(f'{broken.check}: {broken.message}')}")
        if finding.why:
            click.echo(f"  {words.say(finding.why)}")
        how = f"{words.option}{replay_options(session.about(), Path.cwd())}"
        click.echo(f"  tillproof replay{how} {folder / RUN / 'schedule.json'}")
        click.echo(words.report.format(path=folder / "report.html"))
        return done.exit_status

    def _plan(self, session: Session, *, whole: bool) -> None:
        if self._json and whole:
            click.echo(json.dumps(listing(session), ensure_ascii=False, indent=2))
            return
        words = self._words
        if whole:
            for cell in session.cells:
                said = words.cell.format(
                    fault=cell.fault.name, points=len(cell.points), folded=cell.folded
                )
                own = words.between_flushes.format(number=cell.flushes) * bool(cell.flushes)
                click.echo(f"  {said}{own}")
            if why := session.watched.why:
                click.echo(f"  {words.say(f'no power cut between two flushes: {why}')}")
        plan = words.plan.format(
            workload=words.say(session.clean.workload.name),
            total=session.total,
            points=session.total + session.folded,
            span=words.span(session.estimate_s),
            jobs=session.request.jobs,
            seed=session.request.seed,
        )
        click.echo(plan, err=not whole)

    def _aside(self, text: str) -> None:
        click.echo(text, err=True)

    def _progress(self, progress: Progress) -> None:
        now_s = time.monotonic()
        if now_s - self._told_s >= _EVERY_S:
            self._told_s = now_s
            said = self._words.progress.format(
                ran=progress.ran,
                total=progress.total,
                rate=progress.rate,
                left=self._words.span(progress.left_s),
                failed=progress.failed,
                unknown=progress.unknown,
            )
            self._line(said)

    def _line(self, text: str) -> None:
        if self._terminal:
            click.echo(f"\r\033[K{text}", err=True, nl=False)

    def _result(
        self,
        about: About,
        done: Outcome,
        progress: Progress,
        values: dict[str, object],
        folder: Path,
    ) -> None:
        if self._json:
            click.echo(json.dumps(values, ensure_ascii=False, indent=2))
            return
        words = self._words
        for title, live in ((words.safety, False), (words.liveness, True)):
            groups = [group for group in done.groups if group.liveness is live]
            if groups:
                click.echo(click.style(title, bold=True))
            for group in groups:
                _tell(group, folder, words, about)
        for sentence in (*done.missing, *done.notes):
            click.echo(f"  {shortened(words.say(sentence))}")
        told = words.verdicts.get(done.verdict, done.verdict)
        verdict = click.style(told, fg=_COLOURS.get(done.verdict, "yellow"), bold=True)
        click.echo(f"{about.pos.name} {about.pos.version}: {verdict}")
        counts = [f"{n} {words.counts.get(word, word)}" for word, n in sorted(done.counts.items())]
        said = words.comma.join(counts) or words.none_ran
        click.echo(words.ran.format(ran=done.runs, total=done.total, counts=said))
        rate = words.rate.format(rate=progress.rate) if progress.ran else ""
        click.echo(f"{rate}{words.seed.format(seed=about.seed)}")
        click.echo(words.report.format(path=folder / "report.html"))


def _tell(group: Group, folder: Path, words: CampaignWords, about: About) -> None:
    many = words.group.format(number=group.count)
    click.echo(f"  {click.style(group.check, fg='red')}  {group.fault}  {many}")
    click.echo(f"      {words.say(group.message)}")
    for said in filter(None, (group.why, group.note, group.aside)):
        click.echo(f"      {words.say(said)}")
    if group.feature and not group.aside:
        option = config_option(about, Path.cwd())
        click.echo(f"      tillproof run{option} {folder / group.feature}")
    if group.schedule:
        how = f"{words.option}{replay_options(about, Path.cwd())}"
        click.echo(f"      tillproof replay{how} {folder / group.schedule}")
