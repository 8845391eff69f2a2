"""What is said between a run and its worker processes, a line of JSON each."""

from dataclasses import field

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from harness.bdd.session import Outcome


@dataclass(frozen=True)
class Job:
    """What a worker is started with.

    ``first``: where the run's first scenario stands; the user's steps are looked for from there.
    ``disabled``: checks that do not apply, with the reason. ``options``: added to the POS's
    command.
    """

    config: str
    folder: str
    seed: int
    first: str
    stop: bool = False
    disabled: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Nothing can be run: what is wrong with the user's own steps or hooks."""

    why: str


Piece = tuple[tuple[str, int], ...]  # scenarios of one feature: file:line, number in the run
JOB = TypeAdapter(Job)
PIECE: TypeAdapter[Piece] = TypeAdapter(Piece)  # to a worker; an empty one ends it
# From a worker; None asks for another piece.
TOLD: TypeAdapter[Outcome | Refused | None] = TypeAdapter(Outcome | Refused | None)
