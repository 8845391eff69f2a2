"""What must hold of the books at any time, whatever has happened: ``broken(host.books)`` is empty.

Sums: journal = balances = batch totals, a batch's closing figures are what its journal came to
then, and terminals, merchants and funding dates add up to the same money. Ties: what is marked as
voided or completed is so by exactly one transaction that stands, and no sale gives back more than
it took.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from emulators.acquirer.batch import Batch
from emulators.acquirer.books import Books
from emulators.acquirer.kinds import KINDS
from emulators.acquirer.totals import NOTHING, Totals
from emulators.acquirer.transactions import Key, State, Transaction


def broken(books: Books) -> list[str]:
    """Every invariant that does not hold, a sentence each."""
    return [*books.audit(), *_closings(books), *_sums(books), *_ties(books)]


def funding(books: Books) -> dict[tuple[str, str], int]:
    """What each merchant is owed in minor units, by (merchant, date from which the bank counts).

    The date is '' for what stands in batches that are open: money that comes late is seen here.
    """
    owed: defaultdict[tuple[str, str], int] = defaultdict(int)
    for batch in books.batches():
        owed[books.merchant(batch.terminal), batch.funding_date] += batch.totals().net_minor
    return dict(owed)


def _closings(books: Books) -> Iterator[str]:
    """A batch was closed with what it held; what was booked in it afterwards is in the journal."""
    after: defaultdict[tuple[str, str], Totals] = defaultdict(Totals)
    for row in books.journal_after_closing():
        after[row.terminal, row.batch] += row.figures
    for batch in books.batches():
        if not batch.closed_how:
            continue
        figures = batch.closed_totals + after[batch.terminal, batch.number]
        if figures != batch.totals():
            yield (
                f"{_name(batch)}: closed with {batch.closed_totals}, and what came later does not "
                f"make {batch.totals()} of it"
            )


def _sums(books: Books) -> Iterator[str]:
    total = sum((batch.totals() for batch in books.batches()), NOTHING)
    terminals = {batch.terminal for batch in books.batches()}
    by_terminal = sum((books.balance(name) for name in terminals), NOTHING)
    if by_terminal != total:
        yield f"all terminals {by_terminal}, all batches {total}"
    if sum(funding(books).values()) != total.net_minor:
        yield f"funding {funding(books)}, all batches {total}"


def _ties(books: Books) -> Iterator[str]:
    items = [item for batch in books.batches() for item in batch.transactions.values()]
    undone, used = _named(items, "undoes"), _named(items, "uses")
    for item in items:
        name = "/".join(item.key)
        if undone[item.key] != (item.state is State.VOIDED):
            yield f"{name} is {item.state.value}, and {undone[item.key]} voids of it stand"
        if used[item.key] != (item.state is State.COMPLETED):
            yield f"{name} is {item.state.value}, and {used[item.key]} completions of it stand"
        given_minor = books.refunded_minor(item)
        if item.standing and given_minor > item.amount_minor:
            yield f"{name} took {item.amount_minor} and gave {given_minor} back"


def _named(items: list[Transaction], tie: str) -> Counter[Key]:
    """How many standing transactions of that tie name each original.

    A completion that is itself voided has let its pre-authorisation go.
    """
    return Counter(
        (item.terminal, item.original_batch, item.original_trace)
        for item in items
        if item.standing
        and getattr(KINDS[item.kind_of], tie)
        and item.original_trace
        and not (tie == "uses" and item.state is State.VOIDED)
    )


def _name(batch: Batch) -> str:
    return f"terminal {batch.terminal}, batch {batch.number}"
