"""When and Given: the steps of workloads and schedules, each made from the table of sayings."""

from collections.abc import Callable

from harness.bdd.day import ARMED_EN, ARMED_ZH, SAYINGS, SHIPPED_ELSEWHERE, Saying
from harness.bdd.phrases import Scene, phrase
from harness.workloads.player import do


@phrase(en=ARMED_EN, zh=ARMED_ZH)
def armed_before_start(scene: Scene, spec: str) -> None:
    """Any fault of the catalogue, armed before the POS is started."""
    scene.arm_before_start(spec)


def _step(saying: Saying) -> Callable[..., None]:
    def done(scene: Scene, **values: object) -> None:
        do(scene.bench, saying.step(values))

    done.__doc__ = saying.doc
    return done


for _saying in SAYINGS:
    if _saying.en not in SHIPPED_ELSEWHERE:
        phrase(
            en=_saying.en, zh=_saying.zh, needs=("clock",) if _saying.do == "next_morning" else ()
        )(_step(_saying))
