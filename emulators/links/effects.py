"""What a link can undergo."""

from dataclasses import dataclass

from emulators.effects import Effect


@dataclass(frozen=True, slots=True)
class GoDown(Effect):
    """The cable is out: connections hang up, new ones are refused."""


@dataclass(frozen=True, slots=True)
class ComeUp(Effect):
    """The cable is in again."""


@dataclass(frozen=True, slots=True)
class Reset(Effect):
    """Every open connection ends with RST; new ones are taken."""


@dataclass(frozen=True, slots=True)
class Refuse(Effect):
    """Nobody listens: new connections are refused, open ones go on."""


@dataclass(frozen=True, slots=True)
class Accept(Effect):
    """New connections are taken again."""


@dataclass(frozen=True, slots=True)
class SetSerial(Effect):
    """The device's serial settings are these from now on, whatever the POS's are.

    ``name`` is the fault's, for ``Restore``.
    """

    name: str
    baudrate: int
    parity: str
