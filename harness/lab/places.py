"""``lab places``: what a bench with a real printer can do, and what it cannot and why."""

from dataclasses import dataclass

from emulators.faults.fault import ScheduledFault, catalogue
from harness.config import Config
from harness.lab.deeds import EVERY
from harness.lab.hands import Hands, hands_of


@dataclass(frozen=True, slots=True)
class Ability:
    """A deed and who does it; '' by nobody."""

    part: str
    verb: str
    by: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What one bench can do. ``cannot``: the reason of each fault of the printer that it cannot."""

    port: str
    pos_link: str
    abilities: tuple[Ability, ...]
    can: tuple[str, ...]
    cannot: dict[str, str]


def abilities(config: Config) -> Bench:
    """The bench that the configuration describes."""
    hands = hands_of(config.lab, {"port": config.printer.port, "printer": "printer", "place": ""})
    can, cannot = [], {}
    for name, cls in catalogue().items():
        if cls.target == "printer":
            reason = hands.why_not(ScheduledFault(cls(), cls.default_trigger).fault.strike())
            if reason:
                cannot[name] = reason
            else:
                can.append(name)
        elif cls.target == "printer.link":
            can.append(name)
    return Bench(config.printer.port, config.lab.pos_link, _deeds(hands), tuple(can), cannot)


def _deeds(hands: Hands) -> tuple[Ability, ...]:
    found = []
    for deed in EVERY:
        means = hands.means(deed)
        found.append(Ability(deed.part, deed.verb, means.by if means is not None else ""))
    return tuple(found)
