"""What stands on each reference page of the docs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields

from emulators.events import ENVELOPE, payloads
from emulators.faults.fault import catalogue
from harness.bdd.causes import causes, told
from harness.bdd.phrases import phrases
from harness.bdd.runner import load_shipped_steps
from harness.checks.check import checks
from harness.faults import add_harness_faults
from harness.reference import commands, gateway, models
from harness.reference.markdown import page_of, table_of
from harness.reference.schema import schema_sections
from harness.vocabulary import load_vocabulary
from harness.workloads.steps import VERBS


def faults_page() -> str:
    """Every fault."""
    add_harness_faults()
    rows = (
        (
            f"`{cls.name}`",
            cls.title(),
            cls.zh,
            ", ".join(f"`{f.name}={f.default}`" for f in fields(cls)),
            f"`{cls.default_trigger}`",
            cls.field,
        )
        for cls in catalogue().values()
        if not cls.name.startswith("test.")  # other code may have added its own to this process
    )
    head = ("fault", "what happens", "中文", "parameters", "strikes by default", "from the field")
    return page_of("Faults", _FAULTS, table_of(head, rows))


def checks_page() -> str:
    """Every check."""
    rows = ((f"`{c.name}`", c.title, c.zh, c.comes_from) for c in checks().values())
    head = ("check", "holds when", "中文", "verdict comes from")
    return page_of("Checks", _CHECKS, table_of(head, rows))


def events_page() -> str:
    """Every kind of event."""
    load_vocabulary()
    rows = (
        (
            f"`{kind}`",
            (cls.__doc__ or "").strip().split("\n", 1)[0],
            ", ".join(f"`{f.name}`" for f in fields(cls)),
        )
        for kind, cls in payloads().items()
        if not kind.startswith("test.")
    )
    envelope = ", ".join(f"`{name}`" for name in ENVELOPE)
    return page_of(
        "Events", _EVENTS.format(envelope=envelope), table_of(("kind", "what", "fields"), rows)
    )


def books_page() -> str:
    """The books' file."""
    return page_of("The books", _BOOKS, schema_sections() + "\n")


def scenarios_page() -> str:
    """Every phrase."""
    load_shipped_steps()
    rows = ((f"`{p.en}`", f"`{p.zh}`", p.doc) for p in phrases())
    return page_of("Scenarios", _SCENARIOS, table_of(("English", "中文", "what it does"), rows))


def causes_page() -> str:
    """Every cause in the field with what stands for it."""
    scenarios = told()
    rows = []
    for cause, names in causes().items():
        own = [one for one in scenarios if one.faults & set(names)]
        files = Counter(one.file for one in own)
        named = sorted({check for one in own for check in one.checks})
        rows.append(
            (
                cause,
                ", ".join(f"`{name}`" for name in names),
                ", ".join(f"{file.removesuffix('.feature')} ({n})" for file, n in files.items()),
                ", ".join(f"`{name}`" for name in named),
            )
        )
    head = ("cause in the field", "faults", "scenarios (how many)", "checks that they name first")
    return page_of("Causes", _CAUSES, table_of(head, rows))


def workloads_page() -> str:
    """The words of a workload file."""
    rows = (
        (
            f"`{do}`",
            verb.does,
            ", ".join(f"`{key}`" for key in verb.must),
            ", ".join(f"`{key}`" for key in verb.may),
            f"`{verb.capability}`" if verb.capability else "",
        )
        for do, verb in VERBS.items()
    )
    head = ("do", "the operator", "must say", "may say", "left out without")
    return page_of("Workloads", _WORKLOADS, table_of(head, rows))


def printer_commands_page() -> str:
    """Every command of the printer."""
    table = table_of(commands.HEAD, commands.rows())
    return page_of("Printer commands", commands.text(), table)


def printer_models_page() -> str:
    """Every printer model."""
    table = table_of(models.HEAD, models.rows())
    return page_of("Printer models", models.text(), table)


_FAULTS = """\
A fault has a name, parameters, and a trigger: `NAME[:param=value,…][@trigger]`, as in
`printer.paper_out@line(6)` or `host.late_response:after_ms=1500@message(0200,booked,nth=2)`.

Triggers: `now` · `line(n)` after n more printed lines · `row(n)` after n more dot rows · `byte(n)`
after n more delivered bytes · `text(pattern)` when a line says it ·
`message(name,moment,terminal)` with the moments accepted (a connection), request, booking, booked,
response, sent (nothing has gone yet), answering (half of the answer has), answered; its name is an
MTI, an MTI/processing code, or in every dialect alike purchase, void, refund, reversal, settlement,
upload, …, or financial; without a terminal: of any · `event(kind)` · `after_ms(n)` ·
`point(name)`. Each takes `nth=` and `times=`. An armed fault that never fires makes the run
unknown. A fault for the standby printer or the backup line has the device's number:
`printer2.paper_out`, `acquirer2.link.down`."""
_CAUSES = """\
What merchants and service desks report, the faults that stand for it, the shipped features with
scenarios of these faults, and the checks that those name first. Every check judges every scenario;
a scenario stands in each row whose faults it arms."""
_WORKLOADS = """\
A workload is a day, or several, as a TOML file: what the cashier and the operator do, in order. It
is played on a bench by `tillproof explore --workload FILE` and `harness.workloads.player.play`. The
shipped ones are named without folder or ending: `standard-day`, `six-operations`, `one-sale`.

    version = 1
    name = "Morning"

    [[step]]
    do = "sale"
    reference = "A1"
    amount = "12.50"

    [[step]]
    do = "void"
    reference = "A1"

Amounts are texts in the currency's major unit; `tender` is card (as without it) or cash. Each
reference stands for one thing; `void`, `reprint` and `original` name an earlier one. After
`end_of_day` the till is shut down until `next_morning`, which may be `days` later. What the POS
lacks is left out, with what hangs on it. Every mistake of a file is told at once, with its step."""
_CHECKS = """\
Every scenario is judged by all of them. A verdict is pass, fail or unknown; a check that saw no
evidence is *not exercised*. One that does not apply to your shop is switched off, with its reason,
in `[checks.disable]` of `tillproof.toml`.

What no till can notice (a spoilt head, bits that flip on the printer's line) is nobody's failure:
the operator asks for the slip again, and that one has to be right for the customer. Nor is a till
asked for what it did before its data were lost."""
_EVENTS = """\
A line of `history.jsonl` is one event: {envelope}, and the fields of its kind. Large bytes are in
`blobs/`, named by their SHA-256 in a field `blob`."""
_BOOKS = """\
`books.sqlite` of a run, or of `tillproof acquirer --books FILE`: an SQLite file for any SQL tool,
also while the host runs (write-ahead log, `synchronous=FULL`: no answer leaves before its row is on
the disk). A row is written once and never changed; `seq` is the order over all tables, and the
books are what the rows add up to in that order. Amounts are integers in minor units of `currency`
(ISO 4217); card numbers are masked; dates are ISO 8601.

    SELECT * FROM transactions WHERE side = 'debit';    -- what stands charged
    SELECT * FROM funding;                              -- what is owed, and from which day
    SELECT * FROM imbalances;                           -- nothing, at any time

In Python the same books are `host.books`: `batches()`, `find(key)`, `balance(terminal)`,
`merchant_balance(merchant)`. `emulators.acquirer.invariants.broken(books)` lists every invariant
that does not hold, and `funding(books)` what each merchant is owed by funding date.

A host has in memory the open batches and the latest ten thousand transactions of closed ones, so
that one that settles may run for weeks: older batches are read from the file when something refers
to them. `tillproof acquirer` without `--books` has a temporary file; only a host in virtual time
has its rows in memory alone, and all of them."""
_SCENARIOS = """\
Put `.feature` files into `features/` and run `tillproof run`. The phrases below work after Given,
When, Then and And, and after 假如, 当, 那么 and 而且 in a feature that begins with
`# language: zh-CN`. Amounts are in the configured currency. A tag `@needs.void` leaves a scenario
out, as *not applicable*, when the POS does not list that capability, `@dialect.unionpay` when the
bench speaks another dialect, `@iso8583` when a payment terminal or a JSON gateway stands between
till and bank, so that the till may keep what it would else reverse; `@if_asked` when its faults
wait for answers of the printer that this POS never asks for, `@if_reversed` when they wait for a
reversal and it asked the host again instead, `@if_flushed` when the power goes at a flush that this
POS does not come to. `@bench.standby`,
`@bench.backup_line` and `@bench.serial` give it a bench with a standby printer, a second line to
the host, a printer on a serial line (left out with `serial = false` in `[printer]`);
`@bench.refuses_late` and `@bench.closes_late` a host that refuses or closes what yesterday left
open; with `@bench.fast` time passes three times as fast.
Your own steps go into `features/steps/` as with plain behave; they win over a shipped phrase, and
find the bench in `context.scene.bench`."""
PAGES: dict[str, Callable[[], str]] = {
    "faults.md": faults_page,
    "checks.md": checks_page,
    "causes.md": causes_page,
    "events.md": events_page,
    "workloads.md": workloads_page,
    "books.md": books_page,
    "gateway.md": gateway.english,
    "zh/gateway.md": gateway.chinese,
    "scenarios.md": scenarios_page,
    "printer-commands.md": printer_commands_page,
    "printer-models.md": printer_models_page,
}
