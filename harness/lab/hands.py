"""Who does it: the means that a lab has for each deed, and how they are used."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from abc import ABC, abstractmethod
from dataclasses import fields
from typing import TYPE_CHECKING

from emulators.errors import TillproofError
from harness.lab.deeds import Deed, deeds_for, why_never

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulators.effects import Effect
    from harness.lab.settings import Lab

SAID_BYTES = 2000


class DeedError(TillproofError):
    """A deed could not be done."""


class Means(ABC):
    """One way to do a deed. ``by`` names it in events."""

    by = ""
    confirms = False  # whether whoever does it says when it is done

    def __init__(self, within_s: float) -> None:
        self.within_s = within_s

    @abstractmethod
    async def do(self, deed: Deed, effect: Effect) -> None:
        """Do it. Raises DeedError."""

    def done(self) -> None:  # noqa: B027  (most need not be told)
        """It has been seen that it is done."""


class Command(Means):
    """A command of the shell: a relay, a switched socket, a robot."""

    by, confirms = "command", True

    def __init__(self, template: str, within_s: float, names: Mapping[str, str]) -> None:
        super().__init__(within_s)
        self._template, self._names = template, names

    async def do(self, deed: Deed, effect: Effect) -> None:
        """Run it and wait for its end."""
        line = self._line(effect)
        process = await asyncio.create_subprocess_shell(
            line,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), self.within_s)
        except TimeoutError:
            raise DeedError(
                f"the command for [lab.{deed.part}] {deed.verb} did not end in {self.within_s:g} s:"
                f" {line}"
            ) from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        if process.returncode:
            text = said[-SAID_BYTES:].decode("utf-8", "replace").strip()
            raise DeedError(
                f"the command for [lab.{deed.part}] {deed.verb} ended with {process.returncode}: "
                f"{line}: {text}"
            )

    def _line(self, effect: Effect) -> str:
        """The template with the bench's names and the effect's parameters filled in."""
        own = {f.name: str(getattr(effect, f.name)) for f in fields(effect)}  # type: ignore[arg-type]
        line = self._template
        for name, value in {**self._names, **own}.items():
            line = line.replace(f"{{{name}}}", value)
        return line


class Hands:
    """The means of one bench, by part and verb."""

    def __init__(self, means: Mapping[tuple[str, str], Means]) -> None:
        self._means = means

    def means(self, deed: Deed) -> Means | None:
        """Who does it."""
        return self._means.get((deed.part, deed.verb))

    def why_not(self, effect: Effect) -> str:
        """Why this bench cannot do that, in a sentence; '' when it can."""
        reason = why_never(effect)
        if reason:
            return reason
        for deed in deeds_for(effect):
            for verb in filter(None, (deed.verb, deed.undone_by)):
                means = self._means.get((deed.part, verb))
                if means is None:
                    return (
                        f"nobody here can do it to a real printer: set [lab.{deed.part}] {verb}, "
                        'or by = "operator"'
                    )
                if verb == deed.verb and deed.seen is None and not means.confirms:
                    return (
                        f"the printer's status does not tell when it is done ([lab.{deed.part}] "
                        f"{verb}): a terminal is needed for the operator to say so"
                    )
        return ""


def hands_of(lab: Lab, names: Mapping[str, str]) -> Hands:
    """The hands that the configuration describes."""
    from harness.lab import grid  # noqa: PLC0415
    from harness.lab.prompts import Prompt  # noqa: PLC0415

    found: dict[tuple[str, str], Means] = {}
    for part, verbs in lab.parts().items():
        for verb, template in verbs.commands.items():
            if template:
                found[part, verb] = Command(template, verbs.within_s, names)
            elif verbs.by == "operator":
                found[part, verb] = Prompt(verbs.within_s)
            elif verbs.by == "labgrid":
                found[part, verb] = Command(grid.template(part, verb), verbs.within_s, names)
    return Hands(found)
