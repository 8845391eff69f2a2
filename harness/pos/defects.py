"""A POS that can be made defective on purpose: it lists its defects, and takes one at its start.

``COMMAND --list-defects`` prints a line a defect, by tabs: its name, what is wrong, the checks that
name the harm (commas between them), the scenario that is meant to show it. With
``COMMAND --defect NAME`` it is started with one.
It lists those that matter in the dialect of ``TILLPROOF_DIALECT``.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from emulators.errors import UsageError
from harness.checks.check import checks as catalogue
from harness.config import Config

LISTS_WITHIN_S = 30


@dataclass(frozen=True, slots=True)
class Defect:
    """A line of the list."""

    name: str
    what: str
    checks: tuple[str, ...]
    scenario: str

    @property
    def options(self) -> tuple[str, ...]:
        """What to start the POS with."""
        return "--defect", self.name


def listed(config: Config) -> tuple[Defect, ...]:
    """The defects of the configured POS. Raises UsageError when it lists none."""
    if not config.command():
        raise UsageError("this POS lists no defects: [pos] has no command that could be asked")
    command = (*config.command(), "--list-defects")
    try:
        done = subprocess.run(
            command,
            cwd=config.folder,
            env={**os.environ, "TILLPROOF_DIALECT": config.acquirer.dialect},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=LISTS_WITHIN_S,
            check=True,
        )
        found = tuple(_read(done.stdout.decode("utf-8")))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise UsageError(f"this POS lists no defects ({' '.join(command)}): {error}") from None
    if not found:
        raise UsageError(f"this POS lists no defects: {' '.join(command)} printed nothing")
    return found


def _read(text: str) -> Iterator[Defect]:
    for line in text.splitlines():
        fields = line.split("\t")
        if len(fields) != 4:
            raise ValueError(f"{line!r} has {len(fields)} fields and not four")
        name, what, checks, scenario = fields
        harm = tuple(check.strip() for check in checks.split(","))
        if strange := [check for check in harm if check not in catalogue()]:
            raise ValueError(
                f"{name}: there is no check {strange[0]!r}; 'tillproof checks' lists them"
            )
        yield Defect(name, what, harm, scenario.strip())
