"""What each slip is: whose receipt, whether it came out whole, whether it is waste."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from emulators.quick import quick
from harness.checks.reading import Reading, plain
from harness.checks.views.paper import Slip
from harness.checks.views.trouble import Trouble

Shape = str
Kind = tuple[str, str, bool, str]


@quick
@dataclass(frozen=True, slots=True)
class Piece:
    """A slip with what can be read of it.

    ``sort`` is receipt, declined, settlement, waste or other. ``whole``: everything that belongs on
    it is there, its last line of content included.
    """

    slip: Slip
    reading: Reading
    sort: str
    whole: bool

    @property
    def original(self) -> bool:
        """Whether it is a whole receipt without the duplicate mark."""
        return self.sort == "receipt" and self.whole and not self.reading.duplicate


@dataclass(frozen=True, slots=True)
class _Found:
    """A slip with its reading and the one before it on the same printer.

    ``about``: the kind of the transaction that it names (purchase, refund, …), '' where none is.
    """

    slip: Slip
    reading: Reading
    before: Slip | None
    about: str

    @property
    def kind(self) -> Kind:
        """What has to be the same for two slips to end alike."""
        reading = self.reading
        return sort_of(reading), reading.copy_of, reading.references, self.about

    @property
    def after_break(self) -> bool:
        """Whether the paper before it ended in the middle: by itself, or torn out of a jam."""
        before = self.before
        if before is None:
            return False
        return before.ended_by == "roll" or (before.ended_by == "tear" and not before.unbroken)

    @property
    def ended(self) -> bool:
        """Whether it left the printer as a slip should."""
        return self.slip.ended_by not in ("roll", "open")

    @property
    def closings(self) -> tuple[Shape, ...]:
        """How such slips end: below the same text a further copy may have its mark once more."""
        lines, marks = self.slip.lines, self.reading.marks_below
        unmarked = lines[-1 - marks : len(lines) - marks] if marks else ()
        return tuple(shape(line.text) for line in (lines[-1], *unmarked))

    def calm(self, trouble: Trouble) -> bool:
        """Whether nothing of it can have been lost since the slip before it."""
        since = 0 if self.before is None else self.before.last.seq
        return self._sound(trouble, since) and not self.after_break

    def calm_while_burnt(self, trouble: Trouble) -> bool:
        """Whether nothing was lost between its first line and its end."""
        return self._sound(trouble, self.slip.seq)

    def _sound(self, trouble: Trouble, since: int) -> bool:
        slip = self.slip
        last = slip.ended_seq if slip.ended_seq is not None else slip.last.seq
        whole = self.ended and slip.unbroken and slip.last.legible
        return whole and not trouble.lossy_between(since, last)


@dataclass(frozen=True, slots=True)
class _Known:
    """How whole slips of this POS begin, and how those of each kind end."""

    openings: frozenset[Shape]
    closings: dict[Kind, frozenset[Shape]]

    def closes(self, found: _Found) -> bool | None:
        """Whether its last line is one that ends such slips; None when there is none to compare."""
        closings = next(filter(None, (self._alike(found.kind, same) for same in (4, 3, 1))), None)
        return not closings.isdisjoint(found.closings) if closings else None

    def _alike(self, kind: Kind, same: int) -> frozenset[Shape]:
        """How those end whose kinds agree in so many things, the first ones."""
        like = (shapes for one, shapes in self.closings.items() if one[:same] == kind[:same])
        return frozenset().union(*like)


def pieces(
    slips: Sequence[Slip], readings: Sequence[Reading], about: Sequence[str], trouble: Trouble
) -> tuple[Piece, ...]:
    """Sort the slips, and find those that were cut short by comparing them with undisturbed ones.

    What a receipt's last line is, only the POS knows: so it is learnt from the slips in the run on
    whose way to the paper nothing was lost. A merchant's copy may end otherwise than a customer's
    (there somebody signs), and a refund's otherwise than a sale's: where all of one kind were in
    trouble, the longest that came out without any while it was burnt tells how they end.
    ``about``: the kind of the transaction that each names.
    """
    found = [
        _Found(slip, reading, before, kind)
        for slip, reading, before, kind in zip(
            slips, readings, _previous(slips), about, strict=True
        )
    ]
    known = _learnt(found, trouble)
    return tuple(
        Piece(one.slip, one.reading, sort_of(one.reading), _whole(one, known, trouble))
        for one in found
    )


def _learnt(found: Sequence[_Found], trouble: Trouble) -> _Known:
    full = [one for one in found if one.reading.total_minor is not None or one.reading.settlement]
    calm = [one for one in full if one.calm(trouble)]
    seen = {one.kind for one in calm}
    burnt_well = (one for one in full if one.kind not in seen and one.calm_while_burnt(trouble))
    closings: dict[Kind, set[Shape]] = {}
    for one in calm + _longest(burnt_well):
        closings.setdefault(one.kind, set()).update(one.closings)
    openings = frozenset(shape(one.slip.lines[0].text) for one in calm)
    return _Known(openings, {kind: frozenset(shapes) for kind, shapes in closings.items()})


def _longest(found: Iterable[_Found]) -> list[_Found]:
    """Of each kind the slip with the most lines: the others may be pieces."""
    best: dict[Kind, _Found] = {}
    for one in found:
        held = best.get(one.kind)
        if held is None or len(one.slip.lines) >= len(held.slip.lines):
            best[one.kind] = one
    return list(best.values())


def sort_of(reading: Reading) -> str:
    """Receipt, declined, settlement, waste or other."""
    if reading.waste:
        return "waste"
    if reading.settlement and (not reading.references or reading.debits or reading.credits):
        return "settlement"  # which may bear the trace number of its own request
    if reading.report and not reading.copies:
        return "other"  # a receipt may list what was bought, and says whose copy it is
    if reading.declined or (reading.notice and not (reading.rrns or reading.auths)):
        return "declined"  # a slip that tells of a reversal has nothing of an approval on it
    return "receipt" if reading.references or reading.totals_minor else "other"


def shape(text: str) -> Shape:
    """A line without what differs from slip to slip: words with a digit in them."""
    return re.sub(r"\S*\d\S*", "#", plain(text))


def _previous(slips: Iterable[Slip]) -> Iterator[Slip | None]:
    """For each slip the one before it on the same printer."""
    latest: dict[str, Slip] = {}
    for slip in slips:
        yield latest.get(slip.device)
        latest[slip.device] = slip


def _whole(found: _Found, known: _Known, trouble: Trouble) -> bool:
    slip, reading = found.slip, found.reading
    if not slip.last.legible or sort_of(reading) == "other":
        return False
    if found.after_break and _is_tail(slip, known, trouble):
        return False
    if found.calm(trouble):
        return True
    closes = known.closes(found)
    return closes if closes is not None else found.ended and _says_it(reading)


def _says_it(reading: Reading) -> bool:
    """Whether what such a slip is for stands on it, as far as anybody knows."""
    if sort_of(reading) == "settlement":
        return bool(reading.debits and reading.credits)
    return reading.total_minor is not None


def _is_tail(slip: Slip, known: _Known, trouble: Trouble) -> bool:
    """Whether a slip after that is only the rest of what was cut short."""
    if known.openings:
        return shape(slip.lines[0].text) not in known.openings
    return not any(seq < slip.seq for seq in trouble.lossy)
