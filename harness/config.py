"""``tillproof.toml``: what it may say; messages name the key, the file and what was meant."""

import difflib
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from emulators.acquirer.security.master import TEST_MASTER_KEY
from emulators.errors import UsageError
from harness.lab.settings import AS_CONFIGURED, TAP, Lab
from harness.paths import data_dir

FILE_NAME = "tillproof.toml"
REFERENCE_MODULES = ("refpos.shell.program", "refpos.defects.registry", "escpos.printer")
# Without a configuration the reference POS is tested: it is quick, and prints nothing late.
REFERENCE_TIMEOUT_S = 0.4
REFERENCE_SETTLES_S = 0.1


Seconds = Annotated[float, Field(gt=0, le=86_400)]


class ConfigError(UsageError):
    """The configuration file, or what it names, is not right."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Pos(_Section):
    """``[pos]``: the program under test."""

    name: str = "reference POS"
    driver: Literal["stdio", "http", "terminal", "browser", "manual", "python"] = "stdio"
    command: tuple[str, ...] = Field(default=(), strict=False)
    env: dict[str, str] = {}
    url: str = ""
    script: str = ""
    class_: str = Field(default="", alias="class")
    templates: tuple[str, ...] = Field(default=(), strict=False)
    preload: tuple[str, ...] = Field(default=(), strict=False)
    reply_within_s: Seconds = 15
    recovers_within_s: Seconds = 10
    alert_within_s: Seconds = 5
    clock_rate: float = Field(default=1, ge=0.001, le=1000)
    settling_s: Seconds = 0.2

    @field_validator("command", "env")
    @classmethod
    def _can_be_given(cls, value: tuple[str, ...] | dict[str, str]) -> object:
        """What no program can be started with: the system ends every word at a NUL."""
        names = value if isinstance(value, dict) else ()
        words = (*value, *value.values()) if isinstance(value, dict) else value
        if any("\0" in word for word in words) or any("=" in name or not name for name in names):
            raise ValueError("a word holds a NUL, or the name of a variable a =")
        return value

    @model_validator(mode="before")
    @classmethod
    def _named(cls, values: object) -> object:
        """A POS that says no name is called by its command: it is not the reference."""
        if not isinstance(values, dict) or "name" in values:
            return values
        command, own = values.get("command"), values.get("driver", "stdio") != "stdio"
        words = [str(word) for word in command] if isinstance(command, list | tuple) else []
        return {**values, "name": " ".join(words) or "the POS"} if words or own else values


class Printer(_Section):
    """``[printer]``: the printer, and how the POS reaches it; ``port``: of a real one (tap).

    ``serial``: whether the POS prints on a serial line when the bench has one.
    """

    link: Literal["tcp", "pty", "rfc2217", "epos", "tap"] = "tcp"
    port: str = ""
    standby_port: str = ""
    serial: bool = True
    profile: str = "TM-T88V"
    real_speed: bool = False
    standby: bool = False


class Acquirer(_Section):
    """``[acquirer]``: the mock host."""

    link: Literal["tcp", "zvt"] = "tcp"
    dialect: Literal["iso87-ascii", "unionpay", "iso93", "json-gateway"] = "iso87-ascii"
    host_timeout_s: Seconds = 1.0
    currency: int = Field(default=156, ge=1, le=999)
    late_batch: Literal["accept", "refuse", "auto_close"] = "accept"
    backup_line: bool = False
    terminal_id: str = Field(default="TP000001", pattern=r"^[A-Za-z0-9]{8}$")
    merchant_id: str = Field(default="TILLPROOF000001", pattern=r"^[A-Za-z0-9]{15}$")
    terminal_master_key: str = Field(
        default=TEST_MASTER_KEY.hex().upper(), pattern=r"^[A-Fa-f0-9]{32}$"
    )


class Receipt(_Section):
    """``[receipt]``: how to read this POS's slips. Empty patterns mean the built-in ones."""

    total: str = ""
    trace: str = ""
    rrn: str = ""
    auth: str = ""
    batch: str = ""
    copy_of: str = Field(default="", alias="copy")
    declined: str = ""
    settlement: str = ""
    debits: str = ""
    credits: str = ""
    waste: str = ""
    sale: str = ""
    duplicate: str = (
        r"DUPLICATE|RE-?PRINT|SECOND COPY|^[\W_]*COPY[\W_]*$|重复?打印|补打|补印|重印|副本"
    )
    ends: str = "cut"
    asks_status: bool = True

    @field_validator("*")
    @classmethod
    def _compiles(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"the pattern does not compile: {error}") from None
        return value


class Checks(_Section):
    """``[checks.disable]``: checks that do not apply, each with its reason."""

    disable: dict[str, str] = {}


class Config(_Section):
    """The whole file."""

    pos: Pos = Pos()
    printer: Printer = Printer()
    acquirer: Acquirer = Acquirer()
    receipt: Receipt = Receipt()
    lab: Lab = Lab()
    checks: Checks = Checks()
    folder: Path = Path()  # the folder that relative paths start from; not a key of the file
    source: str = "built in"

    def preload(self) -> tuple[str, ...]:
        """The modules that a POS in Python is forked with; those of the reference POS for it."""
        own = self.pos.command or self.pos.driver != "stdio"
        return self.pos.preload or (() if own else REFERENCE_MODULES)

    def command(self) -> tuple[str, ...]:
        """The POS's command; the reference POS when none is set. () when none is started."""
        reference = (sys.executable, str(data_dir("fixtures") / "pos"))
        return self.pos.command or (reference if self.pos.driver == "stdio" else ())


def find_config(start: Path) -> Path | None:
    """The nearest ``tillproof.toml`` from ``start`` upwards."""
    for folder in (start, *start.parents):
        if (path := folder / FILE_NAME).is_file():
            return path
    return None


def load_config(path: Path | None = None, start: Path | None = None) -> Config:
    """Read the file given, or the nearest one, or take the defaults (reference POS).

    Raises ConfigError with every mistake of the file, one a line.
    """
    config = _loaded(path, start)
    tap = os.environ.get(TAP)
    return config if tap is None else _on_tap(config, tap)


def _on_tap(config: Config, tap: str) -> Config:
    """The same with a real printer: ``lab run`` wants it so."""
    port = config.printer.port if tap == AS_CONFIGURED else tap
    if not port:
        raise ConfigError(f"{config.source}: no printer.port: say where the printer is by --port")
    printer = config.printer.model_copy(update={"link": "tap", "port": port})
    return config.model_copy(update={"printer": printer})


def _loaded(path: Path | None, start: Path | None) -> Config:
    path = path or find_config((start or Path.cwd()).resolve())
    if path is None:
        return Config(
            folder=Path.cwd(),
            pos=Pos(settling_s=REFERENCE_SETTLES_S),
            acquirer=Acquirer(host_timeout_s=REFERENCE_TIMEOUT_S),
        )
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from None
    return parse_config(values, str(path), path.resolve().parent)


def parse_config(values: dict[str, Any], source: str, folder: Path) -> Config:
    """Make a Config of a file's contents. Raises ConfigError that lists every mistake."""
    hidden = {name for name in ("folder", "source") if name in values}
    try:
        config = Config.model_validate({k: v for k, v in values.items() if k not in hidden})
    except ValidationError as error:
        lines = [_sentence(item, source) for item in error.errors()]
        raise ConfigError("\n".join(lines)) from None
    if hidden:
        raise ConfigError(_unknown(source, "", hidden.pop(), Config))
    _check_names(config, source)
    _check_terminal(config, source)
    _check_port(config, source)
    printer = config.printer.model_copy(update={"profile": _profile(config, source, folder)})
    return config.model_copy(update={"printer": printer, "folder": folder, "source": source})


def _profile(config: Config, source: str, folder: Path) -> str:
    """The printer's profile; a file of one's own stands beside ``tillproof.toml``."""
    from emulators.printer.profiles import profile  # noqa: PLC0415  (not for every verb)

    wanted = config.printer.profile
    name = str(folder / wanted) if wanted.endswith(".toml") else wanted
    try:
        profile(name)
    except UsageError as error:
        raise ConfigError(f"{source}: printer.profile = {wanted!r}: {error}") from None
    return name


def _check_names(config: Config, source: str) -> None:
    """What is switched off has to be a check."""
    if not config.checks.disable:
        return
    from harness.checks.check import checks  # noqa: PLC0415  (not for every verb)

    for name in config.checks.disable.keys() - checks().keys():
        near = difflib.get_close_matches(name, checks(), 1)
        hint = f"did you mean {near[0]}?" if near else "'tillproof checks' lists them"
        raise ConfigError(f"{source}: checks.disable.{name}: there is no such check: {hint}")


def _check_port(config: Config, source: str) -> None:
    """A tap needs a real printer's address, and nothing else does."""
    from harness.lab.addresses import parse_port  # noqa: PLC0415  (not for every verb)

    printer = config.printer
    wanted = {"port": printer.link == "tap", "standby_port": printer.standby}
    for key, needed in wanted.items():
        value = getattr(printer, key)
        if printer.link == "tap" and needed and not value:
            raise ConfigError(f"{source}: printer.{key}: say where the real printer is")
        try:
            parse_port(value or "/dev/null")
        except UsageError as error:
            raise ConfigError(f"{source}: printer.{key}: {error}") from None


def _check_terminal(config: Config, source: str) -> None:
    """The payment terminal has one line, and speaks one dialect to the host."""
    acquirer = config.acquirer
    if acquirer.link == "zvt" and acquirer.dialect != "iso87-ascii":
        raise ConfigError(f"{source}: the payment terminal of acquirer.link speaks iso87-ascii")
    if acquirer.link == "zvt" and acquirer.backup_line:
        raise ConfigError(f"{source}: a payment terminal (acquirer.link) has no backup_line")


def _sentence(item: Any, source: str) -> str:
    path = [str(part) for part in item["loc"]]
    name = ".".join(path)
    if item["type"] == "extra_forbidden":
        return _unknown(source, ".".join(path[:-1]), path[-1], _model(path[:-1]))
    message = item["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if item["type"] == "model_type":
        message = f"write a section: [{name}]"
    return f"{source}: {name} = {item['input']!r}: {message}"


def _model(path: list[str]) -> type[BaseModel]:
    model: type[BaseModel] = Config
    for part in path:
        inner = model.model_fields[part].annotation if part in model.model_fields else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return model


def _unknown(source: str, section: str, key: str, model: type[BaseModel]) -> str:
    names = [field.alias or name for name, field in model.model_fields.items()]
    names = [name for name in names if name not in ("folder", "source")]
    near = difflib.get_close_matches(key, names, 1)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(names)}"
    where = f"{section}.{key}" if section else key
    return f"{source}: unknown key {where}: {hint}"
