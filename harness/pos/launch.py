"""How the POS is started: its command, its environment, its templates (the contract)."""

import contextlib
import os
import random
import shutil
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from emulators.effects import Effect
from harness.config import Config, ConfigError
from harness.pos.clock import PosClock
from harness.pos.disk import Disk, lose
from harness.pos.driver import Launch
from harness.pos.effects import CutPower, FillDisk, FreeDisk, KeepPower, LoseData, SwapPrinters
from harness.pos.traces import veil
from harness.pos.warm import WarmPos

CONTRACT = "1"
POS_PORTS = (20_000, 32_000)  # Linux and macOS hand out higher ones
NOT_OURS = "there is no pos.command: tillproof did not start the POS"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the POS finds its devices, as URLs; '' for a second one that is not there."""

    printer: str
    acquirer: str
    printer_2: str = ""
    acquirer_2: str = ""


class _Preloaded(Protocol):
    """What a preloaded library does to the POS."""

    def why_not(self) -> str | None:
        """Why it cannot be had here."""


P = TypeVar("P", bound=_Preloaded)


def _free_port() -> str:
    """A port of the loopback for the POS to listen on: each bench has its own.

    None of those that the system hands out by itself: the bench's devices would be given it.
    """
    while True:
        port = random.SystemRandom().randrange(*POS_PORTS)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return str(port)


def _had(wanted: P) -> tuple[P | None, str | None]:
    """It, or why it cannot be had here."""
    reason = wanted.why_not()
    return (wanted, None) if reason is None else (None, reason)


class Launcher:
    """Prepares the start of the POS in a run's folder, and knows what it stands in.

    Args:
        config: the configuration.
        folder: the run's folder; the POS's own data folder is made in it.
        needs: what to start it with, where that can be had: ``clock``, so that its clock can be
            moved; ``disk``, so that its disk can lose what was not flushed, and be full.
        rate: how many times as fast its time passes, where that can be done; 1 elsewhere.
        warm: what to fork it from. One whose disk is watched is started afresh all the same.
    """

    def __init__(
        self,
        config: Config,
        folder: Path,
        needs: Collection[str],
        *,
        rate: float = 1.0,
        warm: WarmPos | None = None,
    ) -> None:
        self._config = config
        self._folder = folder
        self._data = folder / "pos-data"
        self._scratch = folder.resolve() / "pos-tmp"
        self._addresses = Addresses("", "")
        self._port = _free_port() if config.command() and config.pos.url else ""
        self._preloads: dict[str, str] = {}
        start = (config.command(), dict(os.environ), config.folder)
        self.clock: PosClock | None = None
        self.why_not_clock: str | None = "the bench was started with the POS's clock left alone"
        self._warm = None if "disk" in needs else warm
        if self._warm is not None:
            self.clock, self.why_not_clock = self._warm.clock, self._warm.why_not_clock
            if self.clock is not None:
                self.clock.reset()
        elif not config.command():
            self.why_not_clock = NOT_OURS
        elif "clock" in needs or rate != 1:
            self.clock, self.why_not_clock = _had(PosClock(folder, *start))
        self.rate = 1.0 if self.clock is None else rate
        self._disk: Disk | None = None
        self._why_not_disk: str | None = "the bench was started with the POS's disk left alone"
        if not config.command():
            self._why_not_disk = NOT_OURS
        elif "disk" in needs:
            self._disk, self._why_not_disk = _had(Disk(folder, self._data, *start))

    def close(self) -> None:
        """Let go of what was made for its clock and disk; mask the card numbers that it kept."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        veil(self._data)
        for one in (None if self._warm else self.clock, self._disk):
            if one is not None:
                one.close()

    def prepare(self, addresses: "Addresses") -> Launch:
        """Everything that starting takes.

        Raises ConfigError for a template that cannot be read or a name in braces that is unknown.
        """
        self._addresses = addresses
        self._data.mkdir(parents=True, exist_ok=True)
        self._scratch.mkdir(exist_ok=True)
        launch = self._launch()
        env = dict(launch.env)
        if self.clock is not None:
            env |= {} if self._warm else self.clock.environment()
            if self.rate != 1:
                self.clock.set_rate(self.rate)
        if self._disk is not None:
            env |= self._disk.environment()
        self._preloads = {name: value for name, value in env.items() if name not in launch.env}
        return replace(launch, env=env)

    def _launch(self) -> Launch:
        config, data = self._config, self._data
        names = self._names(data)
        env = {key: fill(value, names) for key, value in config.pos.env.items()}
        for template in config.pos.templates:
            self._write_template(template, names)
        return Launch(
            command=tuple(fill(word, names) for word in config.command()),
            env={
                "TMPDIR": str(self._scratch),
                **env,
                **contract_env(config, self._addresses, str(data.resolve())),
                **({"TILLPROOF_POS_PORT": self._port} if self._port else {}),
            },
            folder=config.folder,
            stderr=self._folder / "pos.stderr.log",
            reply_within_s=config.pos.reply_within_s,
            rate=self.rate,
            warm=self._warm,
            url=fill(config.pos.url, names),
        )

    def swapped(self) -> Launch:
        """How to start the POS with the printers' addresses swapped, once more back again."""
        addresses = self._addresses
        self._addresses = replace(
            addresses, printer=addresses.printer_2, printer_2=addresses.printer
        )
        launch = self._launch()
        return replace(launch, env={**launch.env, **self._preloads})

    def why_not(self, effect: Effect, *, running: bool) -> str:
        """Why that cannot befall the POS here, in a sentence; '' when it can."""
        match effect:
            case CutPower() | FillDisk() if self._disk is None:
                return self._why_not_disk or ""
            case CutPower() | FillDisk() if running and self._disk and not self._disk.attached:
                return "the POS's disk cannot be watched: its process did not take the library on"
            case SwapPrinters() if not self._addresses.printer_2:
                return "the bench has one printer: set printer.standby = true"
        return ""

    @property
    def flushed(self) -> int:
        """How often the POS has flushed something to its disk; 0 where that is not watched."""
        return 0 if self._disk is None else self._disk.flushed

    @property
    def powerless(self) -> bool:
        """Whether the POS has died at the flush that a power cut waited for, untold so far."""
        return self._disk is not None and self._disk.powerless

    def befall(self, effect: Effect) -> str:
        """Let it; says what became of the data folder. Raises TypeError for what is no disk's."""
        match effect:
            case LoseData(what=what):
                lose(self._data, what)
                return {"folder": "lost"}.get(what, what)
            case CutPower(flushes=flushes) if flushes and self._disk is not None:
                self._disk.dies_at(flushes)
                return ""
            case KeepPower() if self._disk is not None:
                self._disk.dies_at(0)
                return ""
            case CutPower() if self._disk is not None:
                self._disk.cut()
                return "cut"
            case FillDisk() | FreeDisk() if self._disk is not None:
                self._disk.fill(full=isinstance(effect, FillDisk))
                return "full" if isinstance(effect, FillDisk) else "free"
        raise TypeError(f"a disk cannot undergo {effect}")

    def _names(self, data: Path) -> dict[str, str]:
        host, at = self._config.acquirer, self._addresses
        return {
            **_parts("printer", at.printer),
            **_parts("acquirer", at.acquirer),
            "data_dir": str(data.resolve()),
            "terminal_id": host.terminal_id,
            "merchant_id": host.merchant_id,
            "host_timeout": f"{host.host_timeout_s:g}",
            **({"pos_port": self._port} if self._port else {}),
        }

    def _write_template(self, template: str, names: Mapping[str, str]) -> None:
        """A copy with the names filled in stands in the POS's data folder under the same path."""
        source = self._config.folder / template
        target = self._folder / "pos-data" / Path(template).name
        try:
            text = source.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"pos.templates: {source} cannot be read: {error}") from None
        target.write_text(fill(text, names), encoding="utf-8")
        shutil.copymode(source, target)


def contract_env(config: Config, at: Addresses, data_dir: str) -> dict[str, str]:
    """The variables of docs/contract.md."""
    host = config.acquirer
    second = {"TILLPROOF_PRINTER_2": at.printer_2, "TILLPROOF_ACQUIRER_2": at.acquirer_2}
    return {
        **{name: url for name, url in second.items() if url},
        "TILLPROOF_CONTRACT": CONTRACT,
        "TILLPROOF_PRINTER": at.printer,
        "TILLPROOF_ACQUIRER": at.acquirer,
        "TILLPROOF_DIALECT": host.dialect if host.link == "tcp" else host.link,
        "TILLPROOF_TERMINAL_ID": host.terminal_id,
        "TILLPROOF_MERCHANT_ID": host.merchant_id,
        "TILLPROOF_TERMINAL_MASTER_KEY": host.terminal_master_key,
        "TILLPROOF_HOST_TIMEOUT": f"{host.host_timeout_s:g}",
        "TILLPROOF_REPLY_WITHIN": f"{config.pos.reply_within_s:g}",
        "TILLPROOF_DATA_DIR": data_dir,
    }


def fill(text: str, names: Mapping[str, str]) -> str:
    """``text`` with each ``{name}`` that the contract knows filled in; other braces stay."""
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def _parts(device: str, url: str) -> dict[str, str]:
    """``tcp://host:port``, ``http://host:port/…`` or ``serial:///path?…`` as names in braces."""
    scheme, _, rest = url.partition("://")
    if scheme == "serial":
        path = rest.partition("?")[0]
        return {f"{device}_path": path, f"{device}_host": "", f"{device}_port": ""}
    host, _, port = rest.partition("/")[0].rpartition(":")
    return {f"{device}_host": host, f"{device}_port": port, f"{device}_path": ""}
