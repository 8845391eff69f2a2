"""Importing every module that declares events, so that any stored History can be read."""

import importlib

MODULES = (
    "emulators.faults.events",
    "emulators.printer.events",
    "emulators.acquirer.events",
    "emulators.links.events",
    "emulators.terminal.events",
    "harness.events",
    "harness.lab.events",
)


def load_vocabulary() -> None:
    """Register every kind of event."""
    for name in MODULES:
        importlib.import_module(name)
