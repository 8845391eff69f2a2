"""Step phrases: one function, its phrase in each language.

::

    @phrase(en="the operator loads paper", zh="操作员装上打印纸")
    def loads_paper(scene: Scene) -> None: ...

``{amount:Amount}`` reads money such as ``12.50``, ``{name}`` any text; the other words are those of
``harness.bdd.words``. The same phrase works after Given, When, Then, And and But, and after their
Chinese keywords.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from behave import step
from behave.runner import Context

from harness.bdd.scene import Scene, scene_of
from harness.bdd.words import register_words
from harness.errors import NotApplicable

StepFunction = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One step in both languages, and what it needs of the bench."""

    en: str
    zh: str
    function: StepFunction
    needs: tuple[str, ...]

    @property
    def doc(self) -> str:
        """What the step does, in a line."""
        return (self.function.__doc__ or "").strip().split("\n", 1)[0]

    def explained(self, lang: str) -> str:
        """The same in ``en`` or ``zh``."""
        return _chinese().get(self.doc, self.doc) if lang == "zh" else self.doc


_PHRASES: list[Phrase] = []


@cache
def _chinese() -> dict[str, str]:
    """What each line says in Chinese."""
    table = Path(__file__).with_name("chinese.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(table)["explained"])


def phrase(
    *, en: str, zh: str, needs: tuple[str, ...] = (), formerly: tuple[str, ...] = ()
) -> Callable[[StepFunction], StepFunction]:
    """Register a function as a step in both languages.

    ``needs``: what a scenario with this step needs the POS to be started with: clock, disk.
    ``formerly``: what it was called before; such features go on, and no list names it.
    """

    def register(function: StepFunction) -> StepFunction:
        _PHRASES.append(Phrase(en, zh, function, needs))

        def run(context: Context, **values: object) -> None:
            scene = scene_of(context)
            try:
                function(scene, **values)
            except NotApplicable as reason:
                scene.leave_out(context.scenario, str(reason))

        run.__doc__ = function.__doc__
        run.needs = needs  # type: ignore[attr-defined]
        for words in (en, zh, *formerly):
            step(words)(run)
        return function

    return register


def phrases() -> tuple[Phrase, ...]:
    """Every shipped phrase, in the order of the files: the public vocabulary.

    Whichever of them was imported first.
    """
    return tuple(sorted(_PHRASES, key=lambda one: one.function.__module__))


register_words()

__all__ = ["Phrase", "Scene", "phrase", "phrases"]
