"""behave with our steps and hooks: it needs neither a steps folder nor an environment file.

Works as ``behave --runner harness.bdd.runner:BenchRunner`` and is what ``tillproof run`` uses. The
user's own steps are loaded first and win over shipped ones with an overlapping phrase; the user's
hooks run inside ours.
"""

import importlib
import os
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from behave.configuration import Configuration
from behave.exception import ConfigError
from behave.model_core import FileLocation
from behave.runner import Runner, the_step_registry

from harness.bdd import hooks
from harness.bdd import steps as shipped_steps
from harness.paths import data_dir

Hook = Callable[..., None]


class BenchRunner(Runner):  # type: ignore[misc]  # behave is not typed
    """A behave runner for scenarios on the bench."""

    base_dir: str
    hooks: dict[str, Any]
    config: Configuration

    def setup_paths(self) -> None:
        """The folder with ``steps/`` or ``environment.py`` nearest above the first feature."""
        if not self.config.paths:
            self.config.paths = [default_features()]
        first = self.config.paths[0]
        name = first.filename if isinstance(first, FileLocation) else str(first)
        path = Path(name.removeprefix("@").partition(":")[0]).resolve()
        if not path.exists():
            raise ConfigError(f"{name}: no such feature file or folder")
        start = path if path.is_dir() else path.parent
        self.base_dir = self.config.base_dir = str(self._base(start))
        self.path_manager.add(self.base_dir)
        self.path_manager.add(str(Path.cwd()))

    def _base(self, start: Path) -> Path:
        for folder in (start, *start.parents):
            steps = folder / self.config.steps_dir
            if steps.is_dir() or (folder / self.config.environment_file).is_file():
                return folder
        return start

    def load_hooks(self, filename: str | None = None) -> None:
        """The user's hooks, with ours around them."""
        self.hooks["before_all"] = _nothing  # keeps behave from setting up logging on the console
        super().load_hooks(filename)
        for name in ("before_all", "before_feature", "before_scenario"):
            self.hooks[name] = _chain(getattr(hooks, name, _nothing), self.hooks.get(name))
        for name in ("after_scenario", "after_feature", "after_all"):
            self.hooks[name] = _chain(self.hooks.get(name), getattr(hooks, name, _nothing))

    def load_step_definitions(self, extra_step_paths: list[str] | None = None) -> None:
        """The user's steps, then the shipped ones that do not clash with them."""
        if os.path.isdir(os.path.join(self.base_dir, self.config.steps_dir)):  # noqa: PTH112, PTH118
            super().load_step_definitions(extra_step_paths)
        load_shipped_steps()


def load_shipped_steps() -> None:
    """Register every shipped phrase; one that the user has defined himself is left to him."""
    for kind, matchers in shipped_matchers().items():
        own = the_step_registry.steps[kind]
        left = [one for one in matchers if not any(step.matches(one.pattern) for step in own)]
        the_step_registry.steps[kind] = [*own, *left]


@cache
def shipped_matchers() -> Mapping[str, Sequence[Any]]:
    """What the shipped phrases are read by, by behave's kinds of step."""
    registry = the_step_registry
    users, registry.steps = registry.steps, {kind: [] for kind in registry.steps}
    try:
        for module in pkgutil.iter_modules(shipped_steps.__path__):
            importlib.import_module(f"{shipped_steps.__name__}.{module.name}")
        return registry.steps  # type: ignore[no-any-return]
    finally:
        registry.steps = users


def default_features() -> str:
    """The user's own ``features`` folder when it is there, else the shipped one."""
    own = Path("features")
    return str(own if own.is_dir() and any(own.rglob("*.feature")) else data_dir("features"))


def _nothing(*_: object) -> None:
    """A hook that does nothing."""


def _chain(first: Hook | None, second: Hook | None) -> Hook:
    """Both hooks in order; the second runs also when the first failed."""
    if first is None or second is None:
        return first or second or _nothing

    def both(*args: Any) -> None:
        try:
            first(*args)
        except Exception as error:
            args[0].hook_error = f"{type(error).__name__}: {error}"  # args[0]: behave's context
            raise
        finally:
            second(*args)

    return both
