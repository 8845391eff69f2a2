"""How what a campaign found is run again: the options that name its till."""

import shlex
from pathlib import Path

from harness.config import find_config
from harness.explore.about import VIRTUAL, About


def config_option(about: About, start: Path) -> str:
    """`` --config FILE`` for whoever is in the folder ``start``; '' where it is not needed.

    It is where it was given, and where another till would be found from there.
    """
    if not about.config:
        return ""
    start, config = start.resolve(), Path(about.config)
    found = find_config(start)
    same = found is not None and found.resolve() == config
    # One that is not there belongs to another machine, where nobody had to name it.
    if not about.config_given and (same or not config.is_file()):
        return ""
    told = config.relative_to(start) if config.is_relative_to(start) else config
    return f" --config {shlex.quote(str(told))}"


def replay_options(about: About, start: Path) -> str:
    """Those of ``tillproof replay``: also that the POS is a class in virtual time."""
    virtual = " --virtual" if about.pos.driver == VIRTUAL else ""
    return f"{virtual}{config_option(about, start)}"
