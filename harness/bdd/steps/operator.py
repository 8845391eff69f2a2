"""When: what the cashier and the operator do."""

from collections.abc import Mapping
from decimal import Decimal

from harness.bdd.moments import Moment
from harness.bdd.phrases import Scene, phrase
from harness.bdd.unstruck import look_for_a_void
from harness.operator import TEST_CARD, UNIONPAY_CARD


@phrase(en="the cashier sells {amount:Amount} by card", zh="收银员刷卡消费{amount:Amount}元")
def sells_by_card(scene: Scene, amount: Decimal) -> None:
    """A card sale."""
    _sell(scene, amount, "card")


@phrase(en="the cashier sells {amount:Amount} for cash", zh="收银员现金收款{amount:Amount}元")
def sells_for_cash(scene: Scene, amount: Decimal) -> None:
    """A cash sale."""
    _sell(scene, amount, "cash")


@phrase(
    en="the cashier sells {amount:Amount} by a UnionPay card",
    zh="收银员刷银联卡消费{amount:Amount}元",
)
def sells_by_unionpay_card(scene: Scene, amount: Decimal) -> None:
    """A sale by a card of UnionPay; those of the other steps are of another organisation."""
    _sell(scene, amount, "card", UNIONPAY_CARD)


def _sell(scene: Scene, amount: Decimal, tender: str, card: Mapping[str, str] = TEST_CARD) -> None:
    reference = scene.new_reference()
    scene.sold = (reference, scene.minor(amount), tender)
    scene.heard(scene.bench.operator.sale(*scene.sold, card), reference)


@phrase(en="the cashier enters the same sale again", zh="收银员再次录入同一笔消费")
def sells_again(scene: Scene) -> None:
    """The last sale's very call again: it gets the first one's answer, never a second sale."""
    reference = scene.reference
    scene.heard(scene.bench.operator.sale(*scene.sold), reference)


@phrase(en="the cashier voids the sale", zh="收银员撤销该笔消费")
def voids(scene: Scene) -> None:
    """A void of the last sale."""
    scene.heard(scene.bench.operator.void(scene.reference))
    look_for_a_void(scene)


@phrase(en="the cashier refunds {amount:Amount} to the card", zh="收银员退货{amount:Amount}元到卡")
def refunds(scene: Scene, amount: Decimal) -> None:
    """A refund of its own, which names the last sale when there was one."""
    original = scene.references[-1] if scene.references else ""
    reference = scene.new_reference()
    scene.heard(scene.bench.operator.refund(reference, scene.minor(amount), original), reference)


@phrase(
    en="the cashier holds {amount:Amount} on the card",
    zh="收银员刷卡预授权{amount:Amount}元",
    formerly=("收银员在卡上预授权{amount:Amount}元",),
)
def holds(scene: Scene, amount: Decimal) -> None:
    """A pre-authorisation."""
    reference = scene.new_reference()
    scene.heard(scene.bench.operator.on_card("preauth", reference, scene.minor(amount)), reference)


@phrase(
    en="the cashier takes {amount:Amount} of what is held", zh="收银员预授权完成{amount:Amount}元"
)
def takes_held(scene: Scene, amount: Decimal) -> None:
    """The completion of the last pre-authorisation."""
    held, reference, minor = scene.reference, scene.new_reference(), scene.minor(amount)
    reply = scene.bench.operator.on_card("completion", reference, minor, held)
    scene.heard(reply, reference)


@phrase(
    en="the cashier takes {amount:Amount} of the hold {original:Name}",
    zh="收银员就预授权{original:Name}完成{amount:Amount}元",
)
def takes_one_held(scene: Scene, amount: Decimal, original: str) -> None:
    """The completion of that pre-authorisation, whatever was held since."""
    reference, minor = scene.new_reference(), scene.minor(amount)
    reply = scene.bench.operator.on_card("completion", reference, minor, original)
    scene.heard(reply, reference)


@phrase(en="the cashier asks for the card's balance", zh="收银员查询卡余额")
def asks_balance(scene: Scene) -> None:
    """A balance enquiry, which moves nothing."""
    reference = scene.new_reference()
    scene.heard(scene.bench.operator.on_card("balance", reference, 0), reference)


@phrase(en="the cashier asks for a reprint", zh="收银员要求重打印")
def reprints(scene: Scene) -> None:
    """A reprint of the last transaction."""
    scene.heard(scene.bench.operator.reprint(scene.references[-1] if scene.references else ""))


@phrase(en="the cashier settles the day", zh="收银员结算")
def settles(scene: Scene) -> None:
    """The settlement of the batch."""
    scene.heard(scene.bench.operator.settle())


@phrase(en="the operator looks at the till", zh="操作员查看收银机")
def looks(scene: Scene) -> None:
    """A look at the status until it tells of a trouble, or its time is up."""
    scene.bench.await_alert()
    scene.heard(scene.bench.operator.status())


@phrase(en="the operator looks for a reminder of yesterday", zh="操作员查看是否提示前一天未结算")
def looks_for_reminder(scene: Scene) -> None:
    """A look at the status until it reminds of a day that is not settled, or its time is up."""
    scene.bench.await_reminder()
    scene.heard(scene.bench.operator.status())


@phrase(en="the till crashes", zh="收银程序崩溃")
def crashes(scene: Scene) -> None:
    """pos.kill now; it is started again by itself."""
    scene.bench.arm("pos.kill@now")


@phrase(en="the operator loads paper", zh="操作员装上打印纸")
def loads_paper(scene: Scene) -> None:
    """A new roll, then acknowledge."""
    scene.bench.operator.mend("printer.paper_out")


@phrase(en="the operator closes the cover", zh="操作员合上机盖")
def closes_cover(scene: Scene) -> None:
    """The cover is shut, then acknowledge."""
    scene.bench.operator.mend("printer.cover_open")


@phrase(en="the print head is replaced", zh="更换打印头")
def replaces_head(scene: Scene) -> None:
    """A new head, then acknowledge."""
    scene.bench.operator.mend("printer.head_failure")


@phrase(en="the printer has its power again", zh="打印机恢复供电")
def power_again(scene: Scene) -> None:
    """Power on, then acknowledge."""
    scene.bench.operator.mend("printer.power_cut")


@phrase(en="the printer's cable is put in again", zh="打印机连线重新接好")
def cable_again(scene: Scene) -> None:
    """The link is up, then acknowledge."""
    scene.bench.operator.mend("printer.link")


@phrase(en="the line to the host is up again", zh="与银行主机的线路恢复")
def line_again(scene: Scene) -> None:
    """The link is up, then acknowledge."""
    scene.bench.operator.mend("acquirer.link")


@phrase(en="the host is in service again", zh="银行主机恢复")
def host_again(scene: Scene) -> None:
    """The host process is back, then acknowledge."""
    scene.bench.operator.mend("host.down")


@phrase(en="everything is mended", zh="所有故障都已排除")
def mends_everything(scene: Scene) -> None:
    """Whatever stands is put right, then acknowledge."""
    scene.bench.operator.mend()


@phrase(en="midnight falls {when:Moment}", zh="{when:Moment}正好过零点", needs=("clock",))
def midnight(scene: Scene, when: Moment) -> None:
    """operator.skip_settlement at that moment: the date goes on, for the POS and for the host."""
    scene.arm("operator.skip_settlement", when)


@phrase(en="the next day begins", zh="第二天开始营业", needs=("clock",))
def next_day(scene: Scene) -> None:
    """The date goes on, for the POS and for the host."""
    scene.bench.next_day()


@phrase(
    en="the day ends without settlement and the next day begins",
    zh="当天没有结算，第二天开始营业",
    needs=("clock",),
)
def skips_settlement(scene: Scene) -> None:
    """operator.skip_settlement now."""
    scene.bench.arm("operator.skip_settlement@now")
