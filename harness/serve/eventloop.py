"""Which event loop a device is served on."""

import asyncio
import importlib
from collections.abc import Callable

from emulators.errors import UsageError

LOOPS = ("auto", "asyncio", "uvloop")


def loop_factory(name: str) -> Callable[[], asyncio.AbstractEventLoop]:
    """What makes the loop. ``auto``: uvloop, where the extra of that name is installed.

    Raises UsageError for a loop that is not known or not there.
    """
    if name not in LOOPS:
        raise UsageError(f"--loop {name}: one of {', '.join(LOOPS)}")
    if name != "asyncio":
        try:
            factory: Callable[[], asyncio.AbstractEventLoop]
            factory = importlib.import_module("uvloop").new_event_loop
        except ImportError:
            if name == "uvloop":
                raise UsageError(
                    "--loop uvloop: it is not installed; pip install 'tillproof[uvloop]'"
                ) from None
        else:
            return factory
    return asyncio.new_event_loop
