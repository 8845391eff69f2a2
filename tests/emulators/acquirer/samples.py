"""One host and one good sale in each ISO 8583 dialect, for tests that spoil it."""

from collections.abc import Callable
from dataclasses import dataclass

from emulators.acquirer.dialects.registry import dialect
from tests.emulators.acquirer.iso93_till import Till93
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till
from tests.emulators.acquirer.unionpay_till import Terminal


@dataclass(frozen=True)
class Sample:
    """A host, and the frame of a sale of 12.50 (without its length) that it approves."""

    rig: Rig
    sale: bytes
    answer_mti: str = "0210"
    codes: tuple[str, str, str, str] = ("00", "30", "12", "94")

    @property
    def approved(self) -> str:
        return self.codes[0]

    @property
    def format_error(self) -> str:
        return self.codes[1]

    @property
    def invalid(self) -> str:
        return self.codes[2]

    @property
    def duplicate(self) -> str:
        return self.codes[3]


def iso87() -> Sample:
    return Sample(Rig(), Till().sale(1, 1250)[2:])


def unionpay() -> Sample:
    rig = Rig(dialect=dialect("unionpay"))
    till = Terminal()
    rig.ask(till.sign_on())
    till.take_keys(till.read(rig.raw[-1]))
    rig.answers.clear()
    return Sample(rig, till.money("purchase", 1, 1250)[2:])


def iso93() -> Sample:
    rig = Rig(dialect=dialect("iso93"))
    return Sample(rig, Till93().sale(1, 1250)[2:], "1210", ("000", "904", "902", "913"))


SAMPLES: dict[str, Callable[[], Sample]] = {
    "iso87-ascii": iso87,
    "unionpay": unionpay,
    "iso93": iso93,
}
