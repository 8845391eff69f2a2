"""Pages and tables as Markdown."""

from collections.abc import Iterable


def page_of(title: str, text: str, table: str) -> str:
    """A page: its title, what is to be known, and the table."""
    return f"# {title}\n\n{text}\n\n{table}"


def table_of(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown."""
    names = list(head)
    lines = [_row(names), _row("---" for _ in names), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
