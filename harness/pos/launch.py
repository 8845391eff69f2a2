"""How the POS is started: its command, its environment, its templates (contract 1.1)."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from harness.config import Config, ConfigError
from harness.pos.clock import PosClock
from harness.pos.stdio import Launch

CONTRACT = "1"


class Launcher:
    """Prepares the start of the POS in a run's folder.

    Args:
        config: the configuration.
        folder: the run's folder; the POS's own data folder is made in it.
        moves_clock: start it so that its wall clock can be moved, where that can be done.
        rate: how many times as fast its time passes, where that can be done; 1 elsewhere.
    """

    def __init__(
        self, config: Config, folder: Path, *, moves_clock: bool, rate: float = 1.0
    ) -> None:
        self._config = config
        self._folder = folder
        self.rate = 1.0
        self.clock: PosClock | None = None
        self.why_not: str | None = "the bench was started with the POS's clock left alone"
        if moves_clock or rate != 1:
            clock = PosClock(folder, config.command(), None, config.folder)
            self.why_not = clock.why_not()
            self.clock = clock if self.why_not is None else None
            self.rate = rate if self.why_not is None else 1.0

    def close(self) -> None:
        """Let go of what was made for the POS's clock."""
        if self.clock is not None:
            self.clock.close()

    def prepare(self, printer: str, acquirer: str) -> Launch:
        """Everything that starting takes. ``printer``, ``acquirer``: their addresses as URLs.

        Raises ConfigError for a template that cannot be read or a name in braces that is unknown.
        """
        config = self._config
        data = self._folder / "pos-data"
        data.mkdir(parents=True, exist_ok=True)
        names = self._names(printer, acquirer, data)
        env = {key: fill(value, names) for key, value in config.pos.env.items()}
        for template in config.pos.templates:
            self._write_template(template, names)
        clock_env = {} if self.clock is None else self.clock.environment()
        if self.clock is not None and self.rate != 1:
            self.clock.set_rate(self.rate)
        return Launch(
            command=tuple(fill(word, names) for word in config.command()),
            env={**env, **self._contract_env(printer, acquirer, data), **clock_env},
            folder=config.folder,
            stderr=self._folder / "pos.stderr.log",
            reply_within_s=config.pos.reply_within_s,
            rate=self.rate,
        )

    def _contract_env(self, printer: str, acquirer: str, data: Path) -> dict[str, str]:
        host = self._config.acquirer
        return {
            "TILLPROOF_CONTRACT": CONTRACT,
            "TILLPROOF_PRINTER": printer,
            "TILLPROOF_ACQUIRER": acquirer,
            "TILLPROOF_DIALECT": host.dialect,
            "TILLPROOF_TERMINAL_ID": host.terminal_id,
            "TILLPROOF_MERCHANT_ID": host.merchant_id,
            "TILLPROOF_TERMINAL_MASTER_KEY": host.terminal_master_key,
            "TILLPROOF_HOST_TIMEOUT": f"{host.host_timeout_s:g}",
            "TILLPROOF_REPLY_WITHIN": f"{self._config.pos.reply_within_s:g}",
            "TILLPROOF_DATA_DIR": str(data.resolve()),
        }

    def _names(self, printer: str, acquirer: str, data: Path) -> dict[str, str]:
        host = self._config.acquirer
        return {
            **_parts("printer", printer),
            **_parts("acquirer", acquirer),
            "data_dir": str(data.resolve()),
            "terminal_id": host.terminal_id,
            "merchant_id": host.merchant_id,
            "host_timeout": f"{host.host_timeout_s:g}",
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


def fill(text: str, names: Mapping[str, str]) -> str:
    """``text`` with each ``{name}`` that the contract knows filled in; other braces stay."""
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def _parts(device: str, url: str) -> dict[str, str]:
    """``tcp://host:port`` or ``serial:///path?…`` as the names that may stand in braces."""
    scheme, _, rest = url.partition("://")
    if scheme == "serial":
        path = rest.partition("?")[0]
        return {f"{device}_path": path, f"{device}_host": "", f"{device}_port": ""}
    host, _, port = rest.rpartition(":")
    return {f"{device}_host": host, f"{device}_port": port, f"{device}_path": ""}
