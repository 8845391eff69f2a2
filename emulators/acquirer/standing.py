"""Effects that outlive a message: reversals lost several times over, repeats not answered."""

from dataclasses import dataclass

from emulators.acquirer import effects
from emulators.acquirer.fate import Fate
from emulators.acquirer.requests import Action, Request
from emulators.effects import Injected


@dataclass(slots=True)
class _Loss:
    lost: Injected
    left: int


class Standing:
    """What stands, and strikes each reversal or repeat until it is used up."""

    def __init__(self) -> None:
        self._losses: list[_Loss] = []
        self._hushed: dict[str, _Loss] = {}  # by what a repeat is known by, and a question

    def take(self, injected: Injected) -> bool:
        """Take an effect; False for one that does not stand."""
        effect = injected.effect
        if not isinstance(effect, effects.LoseReversals):
            return False
        lost = effects.LoseRequest() if effect.what == "request" else effects.LoseResponse()
        self._losses.append(_Loss(Injected(lost, injected.cause), effect.times))
        return True

    @property
    def idle(self) -> bool:
        """Whether nothing stands."""
        return not (self._losses or self._hushed)

    def hush(self, request: Request, fate: Fate) -> None:
        """The answer to this request is lost: so are those to as many repeats as its fate says.

        To ask what has become of it (an inquiry) is to repeat it in other words.
        """
        if fate.repeats_lost and fate.cause is not None:
            lost = Injected(effects.LoseResponse(), fate.cause)
            loss = _Loss(lost, fate.repeats_lost)
            self._hushed[request.digest] = self._hushed[_question(request)] = loss

    def strike(self, request: Request, fate: Fate) -> None:
        """A request has come: the first loss that is not used up strikes it."""
        if request.action is Action.REVERSAL and self._losses:
            fate.undergo(self._losses[0].lost, "request")
            self._losses[0].left -= 1
            self._losses = [item for item in self._losses if item.left]
        if self._hushed and (loss := self._hushed.get(_known_by(request))) is not None:
            fate.undergo(loss.lost, "request")
            loss.left -= 1
            self._hushed = {key: item for key, item in self._hushed.items() if item.left}


def _known_by(request: Request) -> str:
    return _question(request) if request.action is Action.INQUIRY else request.digest


def _question(request: Request) -> str:
    return f"{request.terminal}/{request.batch}/{request.trace}"
