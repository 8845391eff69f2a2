"""The drivers by the names that ``[pos] driver`` has for them."""

import shutil
from collections.abc import Callable, Mapping

from emulators.errors import UsageError
from emulators.money import decimals
from harness.config import Config, ConfigError
from harness.pos.driver import Driver
from harness.pos.stdio import StdioDriver


def driver_for(config: Config) -> Driver:
    """The driver that the configuration asks for.

    Raises ConfigError that says what it lacks: a command, a script, a class.
    """
    return _DRIVERS[config.pos.driver](config)


def in_virtual_time(config: Config) -> bool:
    """Whether the POS is a class that is given a world. Raises ConfigError when there is none."""
    if config.pos.driver != "python" or not config.pos.class_:
        return False
    from harness.pos.drivers.python import load_class, wants_world  # noqa: PLC0415

    return wants_world(load_class(config.pos.class_, config.folder))


def why_not_startable(config: Config) -> str | None:
    """A sentence on why the POS cannot be started or driven, or None."""
    try:
        if in_virtual_time(config):
            return None
        driver_for(config)
    except UsageError as error:
        return str(error)
    program = (*config.command(), "")[0]
    found = not program or shutil.which(program) or (config.folder / program).is_file()
    return None if found else f"pos.command: {program!r} is not there"


def _stdio(config: Config) -> Driver:
    del config
    return StdioDriver()


def _terminal(config: Config) -> Driver:
    from harness.pos.drivers.terminal import TerminalDriver  # noqa: PLC0415  (not for every run)
    from harness.pos.scripts.files import load_script  # noqa: PLC0415
    from harness.pos.scripts.terminal import TerminalScript  # noqa: PLC0415

    _needs(config, "command", "script")
    script = load_script(TerminalScript, config.folder / config.pos.script)
    return TerminalDriver(script, config.pos.script, decimals(config.acquirer.currency))


def _http(config: Config) -> Driver:
    from harness.pos.drivers.http import HttpDriver  # noqa: PLC0415
    from harness.pos.scripts.files import load_script  # noqa: PLC0415
    from harness.pos.scripts.http import HttpScript  # noqa: PLC0415

    _needs(config, "url")
    if not config.pos.url.startswith(("http://", "https://")):
        raise ConfigError(f"{config.source}: pos.url = {config.pos.url!r} is no http:// address")
    path = config.pos.script
    script = load_script(HttpScript, config.folder / path) if path else None
    ours = bool(config.command())
    return HttpDriver(script, path, decimals(config.acquirer.currency), ours=ours)


def _browser(config: Config) -> Driver:
    try:
        from harness.pos.drivers.browser import BrowserDriver  # noqa: PLC0415
    except ImportError:
        raise ConfigError(
            f"{config.source}: driver = 'browser' needs pip install 'tillproof[browser]'"
        ) from None
    from harness.pos.scripts.browser import BrowserScript  # noqa: PLC0415
    from harness.pos.scripts.files import load_script  # noqa: PLC0415

    _needs(config, "url", "script")
    script = load_script(BrowserScript, config.folder / config.pos.script)
    ours = bool(config.command())
    places = decimals(config.acquirer.currency)
    return BrowserDriver(script, config.pos.script, places, ours=ours)


def _python(config: Config) -> Driver:
    from harness.pos.drivers.python import PythonDriver, load_class, wants_world  # noqa: PLC0415

    _needs(config, "class")
    kind = load_class(config.pos.class_, config.folder)
    if wants_world(kind):
        raise ConfigError(f"{config.source}: pos.class {kind.__name__} runs in virtual time only")
    return PythonDriver(kind)


def _manual(config: Config) -> Driver:
    from harness.pos.drivers.manual import ManualDriver, terminal_path  # noqa: PLC0415

    return ManualDriver(terminal_path(), decimals(config.acquirer.currency))


def _needs(config: Config, *keys: str) -> None:
    for key in keys:
        if not getattr(config.pos, {"class": "class_"}.get(key, key)):
            raise ConfigError(f"{config.source}: driver = {config.pos.driver!r} needs pos.{key}")


_DRIVERS: Mapping[str, Callable[[Config], Driver]] = {
    "stdio": _stdio,
    "terminal": _terminal,
    "http": _http,
    "browser": _browser,
    "python": _python,
    "manual": _manual,
}
