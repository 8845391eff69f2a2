"""Given: what the cashier and the operator will do wrong."""

from harness.bdd.moments import Moment
from harness.bdd.phrases import Scene, phrase


@phrase(en="the cashier presses the next key twice", zh="收银员下一次会连按两下")
def presses_twice(scene: Scene) -> None:
    """operator.double_press now: the next call is made twice before it is answered."""
    scene.bench.arm("operator.double_press@now")


@phrase(en="the cashier presses the key again {when:Moment}", zh="{when:Moment}收银员又按了一次键")
def presses_again(scene: Scene, when: Moment) -> None:
    """operator.double_press at that moment."""
    scene.arm("operator.double_press", when)


@phrase(en="the cashier enters the next amount wrongly", zh="收银员下一笔会先输错金额")
def enters_wrongly(scene: Scene) -> None:
    """operator.wrong_amount now: sold with ten times the amount, voided, sold again."""
    scene.bench.arm("operator.wrong_amount@now")


@phrase(en="the customer will ask for {times:d} reprints", zh="顾客会要求重打印{times:d}次")
def will_ask(scene: Scene, times: int) -> None:
    """operator.reprints now: after the next transaction."""
    scene.bench.arm(f"operator.reprints:times={times}@now")


@phrase(
    en="nobody mends anything before {sales:d} more sales", zh="再做{sales:d}笔交易后才有人排除故障"
)
def mends_late(scene: Scene, sales: int) -> None:
    """operator.mends_late now: the next mending is put off."""
    scene.bench.arm(f"operator.mends_late:sales={sales}@now")
