"""The configuration as the History holds it, so that a stored run is judged as it was run."""

import json
from collections.abc import Sequence
from functools import lru_cache

from pydantic import ValidationError

from emulators.events import Event
from emulators.history import of
from harness.config import Config
from harness.events import PosReady, RunStarted


def settings(events: Sequence[Event]) -> Config:
    """The run's configuration; the defaults when the History holds none that can be read."""
    for _, started in of(events, RunStarted):
        return _told(started.settings)
    return Config()


@lru_cache(16)
def _told(text: str) -> Config:
    try:
        return Config.model_validate(_by_alias(json.loads(text)))
    except (json.JSONDecodeError, ValidationError, AttributeError, TypeError):
        return Config()


_SPELT = {"receipt": ("copy_of", "copy"), "pos": ("class_", "class")}


def _by_alias(values: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """Field names as the file spells them: ``[receipt].copy`` is ``copy_of`` in the model."""
    told = dict(values)
    for section, (name, key) in _SPELT.items():
        own = dict(told.get(section, {}))
        if name in own:
            own[key] = own.pop(name)
        told[section] = own
    return told


def capabilities(events: Sequence[Event]) -> frozenset[str]:
    """What the POS said in ``hello`` that it can do, at any of its starts."""
    return frozenset(word for _, ready in of(events, PosReady) for word in ready.capabilities)
