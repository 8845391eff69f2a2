"""Which transaction a request refers to: by reference number, by batch and trace, or by code."""

from emulators.acquirer.books import Books
from emulators.acquirer.requests import Request
from emulators.acquirer.transactions import Transaction


def find(request: Request, books: Books, kind_of: str) -> Transaction | None:
    """The standing transaction of that kind, of the request's terminal, that it names.

    Everything that the request says of it has to be right: a reference number with another
    transaction's trace number is nobody's.
    """
    item = _named(request, books)
    if item is None or item.terminal != request.terminal or item.kind_of != kind_of:
        return None
    return item if item.standing and _agrees(request, item) else None


def _named(request: Request, books: Books) -> Transaction | None:
    said = request.original
    if said.rrn:
        return books.by_rrn(said.rrn)
    if said.trace:
        return books.find((request.terminal, said.batch, said.trace))
    return books.by_auth_code(request.terminal, said.auth_code) if said.auth_code else None


def _agrees(request: Request, item: Transaction) -> bool:
    said = request.original
    pairs = (
        (said.auth_code, item.auth_code),
        (said.batch, item.batch),
        (said.trace, item.trace),
    )
    return all(theirs in ("", mine) for theirs, mine in pairs)
