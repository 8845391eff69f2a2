"""What a scenario asks of its bench: by its tags, its phrases and the faults that it names."""

from collections.abc import Callable, Iterable, Iterator

from behave.model import Scenario

from emulators.faults.fault import catalogue
from harness.bdd.scene import Scene
from harness.config import Config

NEEDS = "needs."
DIALECT = "dialect."
ISO8583 = "iso8583"
# What a scenario's tag makes of the bench: section, key, value.
BENCH = {
    "bench.standby": ("printer", "standby", True),
    "bench.serial": ("printer", "link", "pty"),
    "bench.fast": ("pos", "clock_rate", 3.0),
    "bench.backup_line": ("acquirer", "backup_line", True),
    "bench.refuses_late": ("acquirer", "late_batch", "refuse"),
    "bench.closes_late": ("acquirer", "late_batch", "auto_close"),
}

# The same where a real printer is: its own cable stays, ours to the POS is what the tag means.
TAPPED = {**BENCH, "bench.serial": ("lab", "pos_link", "pty")}


def config_for(config: Config, scenario: Scenario) -> Config:
    """The configuration with what the scenario's tags and language ask of the bench."""
    env = {"TILLPROOF_LANGUAGE": scenario.feature.language or "en", **config.pos.env}
    config = config.model_copy(update={"pos": config.pos.model_copy(update={"env": env})})
    bench = TAPPED if config.printer.link == "tap" else BENCH
    for tag in scenario.effective_tags:
        if tag in bench:
            section, key, value = bench[tag]
            changed = getattr(config, section).model_copy(update={key: value})
            config = config.model_copy(update={section: changed})
    return config


def needs_of(step: str, function: Callable[..., None] | None) -> set[str]:
    """What the POS must be started with for a step, by its phrase or the fault it names."""
    own = set(getattr(function, "needs", ()))
    return own | {cls.needs for name, cls in catalogue().items() if cls.needs and name in step}


def _speaks_iso8583(config: Config) -> bool:
    """A till at a payment terminal or a gateway can ask what became of a payment, and keep it."""
    return config.acquirer.link != "zvt" and config.acquirer.dialect != "json-gateway"


def unmet(scene: Scene, config: Config, tags: Iterable[str]) -> Iterator[str]:
    """Why the scenario does not apply to this bench or this POS; one who asks on starts it."""
    for tag in tags:
        if tag.startswith(DIALECT):
            wanted, spoken = tag.removeprefix(DIALECT), config.acquirer.dialect
            if spoken != wanted:
                yield f"the bench speaks {spoken}, not {wanted}"
        elif tag == ISO8583 and not _speaks_iso8583(config):
            yield "the till does not speak ISO 8583 to the host: it may decide otherwise"
        elif tag == "bench.serial" and not (
            config.printer.serial and config.printer.link != "epos"
        ):
            yield "the POS prints over the network only"
        elif tag == "bench.standby" and config.printer.link == "tap":
            if not config.printer.standby_port:
                yield "the lab has no second printer: set printer.standby_port"
        elif tag.startswith(NEEDS):
            capability = tag.removeprefix(NEEDS)
            listed = scene.bench.pos.hello.result.get("capabilities")
            if not isinstance(listed, list) or capability not in listed:
                yield f"the POS lacks {capability}"
