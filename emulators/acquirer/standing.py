"""Effects that outlive a message: reversals that are lost several times over."""

from dataclasses import dataclass

from emulators.acquirer import effects
from emulators.acquirer.fate import Fate
from emulators.effects import Injected


@dataclass(slots=True)
class _Loss:
    injected: Injected
    lost: Injected
    left: int


class Standing:
    """What stands, and strikes each reversal until it is used up."""

    def __init__(self) -> None:
        self._losses: list[_Loss] = []

    def take(self, injected: Injected) -> bool:
        """Take an effect; False for one that does not stand."""
        effect = injected.effect
        if not isinstance(effect, effects.LoseReversals):
            return False
        lost = effects.LoseRequest() if effect.what == "request" else effects.LoseResponse()
        self._losses.append(_Loss(injected, Injected(lost, injected.cause), effect.times))
        return True

    @property
    def idle(self) -> bool:
        """Whether nothing stands."""
        return not self._losses

    def strike_reversal(self, fate: Fate) -> None:
        """A reversal has come: the first loss that is not used up strikes it."""
        if self._losses:
            loss = self._losses[0]
            loss.left -= 1
            fate.undergo(loss.lost, "request")
            self._losses = [item for item in self._losses if item.left]
