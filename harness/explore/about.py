"""What a campaign is about: what its store keeps for reports, for going on, and for merging."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from emulators.errors import UsageError
from harness.explore.store import Store
from harness.reports.summary import PosInfo

VIRTUAL = "virtual"  # the driver of a POS that is a class in virtual time


@dataclass(frozen=True)
class About:
    """``total``: schedules of the plan; ``folded``: points that they stand for besides their own.

    ``differs``: where two clean runs part, '' when the POS is deterministic; ``unwatched``: why no
    power cut between two flushes is tried, where that was wanted; ``config``: the whole path of the
    configuration, '' for none, and whether it was given rather than found.
    """

    pos: PosInfo
    seed: int
    workload: str
    total: int
    folded: int
    disabled: dict[str, str]
    left_out: tuple[str, ...]
    differs: str = ""
    unwatched: str = ""
    config: str = ""
    config_given: bool = False


_ABOUT = TypeAdapter(About)


def note_about(store: Store, about: About) -> None:
    """Keep it."""
    store.note("about", _ABOUT.dump_python(about, mode="json"))


def about_of(store: Store) -> About:
    """What a stored campaign is about. Raises UsageError when it never came so far."""
    held = store.noted("about")
    if held is None:
        raise UsageError(f"{store.path.parent}: the campaign ended before it had a plan")
    return _ABOUT.validate_python(held)


def merged_about(parts: Sequence[About]) -> About:
    """Several shards as one. Raises UsageError when they are not of one campaign."""
    first = parts[0]
    for part in parts[1:]:
        if (part.workload, part.seed, part.pos.name) != (
            first.workload,
            first.seed,
            first.pos.name,
        ):
            raise UsageError("these are not shards of one campaign: POS, workload or seed differ")
    return replace(first, total=sum(part.total for part in parts))
