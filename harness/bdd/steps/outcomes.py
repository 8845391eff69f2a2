"""Then: what customer, merchant and bank are left with. Each lets the POS recover first."""

from collections import Counter
from decimal import Decimal

from emulators.history import of
from emulators.printer.events import DrawerPulse
from harness.bdd.phrases import Scene, phrase
from harness.checks.books_of import charges
from harness.checks.result import Verdict


@phrase(en="the sale is {outcome:Outcome}", zh="该笔消费的结果是{outcome:Outcome}")
def sale_is(scene: Scene, outcome: str) -> None:
    """What the cashier was told, as it stands after recovery (approved, declined, failed)."""
    scene.bench.settle()
    said = scene.bench.operator.outcome(scene.reference)
    _told(scene, said, outcome)


@phrase(en="the cashier is told {outcome:Outcome}", zh="收银员得到的结果是{outcome:Outcome}")
def told(scene: Scene, outcome: str) -> None:
    """What the POS answered to the last call: approved, declined, failed, settled.

    After a pending answer: what it told since, while the cashier waited.
    """
    said = scene.last.outcome
    later = scene.bench.operator.outcome(scene.asked) if said == "pending" else ""
    _told(scene, later or said, outcome)


def _told(scene: Scene, said: str, outcome: str) -> None:
    """Failed may be approved, too, where the till asked the host again.

    Approved may be failed where the till refused to sell without a printer.
    """
    asked_again = outcome == "failed" and said == "approved" and scene.kept()
    refused = outcome == "approved" and said == "failed" and scene.refused()
    assert said == outcome or asked_again or refused, (
        f"the cashier was told {said or 'nothing'}, not {outcome}"
    )


@phrase(en="the receipt is {receipt:Receipt}", zh="小票状态是{receipt:Receipt}")
def receipt_is(scene: Scene, receipt: str) -> None:
    """What the POS said of the receipt when it answered (printed, queued, failed, none)."""
    said = scene.last.receipt
    assert said == receipt, f"the POS said {said or 'nothing'} of the receipt, not {receipt}"


@phrase(en="the customer holds exactly one complete receipt", zh="顾客手中恰好有一张完整的小票")
def one_receipt(scene: Scene) -> None:
    """receipt-per-sale, receipt-in-one-piece, receipt-truthful, reprint-marked."""
    scene.demand("receipt-per-sale", "receipt-in-one-piece", "receipt-truthful", "reprint-marked")


@phrase(
    en="the customer was charged {amount:Amount} once",
    zh="顾客恰好被扣款一次，金额{amount:Amount}元",
)
def charged_once(scene: Scene, amount: Decimal) -> None:
    """One charge of that amount stands in the books, and no other."""
    scene.demand("charged-once")
    _charged(scene, [scene.minor(amount)])


@phrase(
    en="the customer was charged {first:Amount} and {second:Amount}, each once",
    zh="顾客被扣款{first:Amount}元和{second:Amount}元，各一次",
)
def charged_both(scene: Scene, first: Decimal, second: Decimal) -> None:
    """These two charges stand in the books, and no other."""
    scene.demand("charged-once")
    _charged(scene, [scene.minor(first), scene.minor(second)])


@phrase(en="the customer was not charged", zh="顾客没有被扣款")
def not_charged(scene: Scene) -> None:
    """No charge stands in the books."""
    scene.demand("nothing-charged-for-nothing")
    _charged(scene, [])


def _kept(scene: Scene, method: str) -> Counter[int]:
    return Counter(one.amount_minor or 0 for one in scene.kept() if one.method == method)


def _refused(scene: Scene) -> Counter[int]:
    return Counter(one.amount_minor or 0 for one in scene.refused() if one.card)


def _charged(scene: Scene, wanted: list[int]) -> None:
    """The charges that are wanted, but for what the till may keep, and may refuse to sell."""
    standing = charges(scene.bench.events)
    words = [scene.money(minor) for minor in standing]
    more, less = Counter(standing) - Counter(wanted), Counter(wanted) - Counter(standing)
    right = standing == wanted or ((more or less) and _excused(scene, more, less))
    assert right, (
        f"the books hold {', '.join(words) or 'nothing'}, "
        f"expected {', '.join(map(scene.money, wanted)) or 'nothing'}"
    )


def _excused(scene: Scene, more: Counter[int], less: Counter[int]) -> bool:
    return more <= _kept(scene, "sale") and less <= _kept(scene, "void") + _refused(scene)


@phrase(en="the unanswered sale was reversed", zh="未得到应答的消费已被冲正")
def reversed_(scene: Scene) -> None:
    """reversed-before-next, reversal-persists, reversal-matches."""
    scene.demand("reversed-before-next", "reversal-persists", "reversal-matches")


@phrase(en="no answer to something else was believed", zh="没有采信不符的应答")
def verified(scene: Scene) -> None:
    """answers-verified."""
    scene.demand("answers-verified")


@phrase(en="no trace number was used twice", zh="没有重复使用凭证号")
def unique_traces(scene: Scene) -> None:
    """trace-numbers-unique."""
    scene.demand("trace-numbers-unique")


@phrase(en="no receipt claims a payment that the bank does not know", zh="没有银行未入账的消费小票")
def nothing_for_nothing(scene: Scene) -> None:
    """no-receipt-for-nothing."""
    scene.demand("no-receipt-for-nothing")


@phrase(en="printed was said only of what is on paper", zh="只有打印出来的小票才报告已打印")
def honest(scene: Scene) -> None:
    """receipt-claim-honest."""
    scene.demand("receipt-claim-honest")


@phrase(en="no card number is shown in full", zh="没有显示完整卡号")
def masked(scene: Scene) -> None:
    """card-number-masked."""
    scene.demand("card-number-masked")


@phrase(en="the drawer opened {times:Times}", zh="钱箱打开了{times:d}次")
def drawer_opened(scene: Scene, times: int) -> None:
    """So many pulses, and drawer-for-cash-only."""
    scene.demand("drawer-for-cash-only")
    pulses = sum(pulse.opened for _, pulse in of(scene.bench.events, DrawerPulse))
    assert pulses == times, f"the drawer opened {pulses} times, expected {times}"


@phrase(en="the merchant holds the settlement slip", zh="商户手中有正确的结算单")
def settlement_slip(scene: Scene) -> None:
    """settlement-slip."""
    scene.demand("settlement-slip")


@phrase(en="the till reminds of the day that is not settled", zh="收银机提示前一天未结算")
def reminded(scene: Scene) -> None:
    """settlement-reminded."""
    scene.demand("settlement-reminded")


@phrase(en="the batch was settled once", zh="批次恰好结算一次")
def settled_once(scene: Scene) -> None:
    """settled-once, settlement-slip."""
    scene.demand("settled-once", "settlement-slip")


@phrase(
    en="yesterday's batch was settled before today's sales", zh="昨天的批次在今天交易之前已结算"
)
def yesterday_settled(scene: Scene) -> None:
    """yesterday-settled, settled-once."""
    scene.demand("yesterday-settled", "settled-once")


@phrase(en="the till is ready again", zh="收银机恢复正常")
def ready_again(scene: Scene) -> None:
    """ready-again, every-operation-decided."""
    scene.demand("ready-again", "every-operation-decided")


@phrase(en="the operator was told", zh="操作员已得到提示")
def operator_told(scene: Scene) -> None:
    """operator-told."""
    scene.demand("operator-told")


@phrase(en="the reprint is marked as a duplicate", zh="重打印的小票带有重打印标记")
def marked(scene: Scene) -> None:
    """reprint-marked."""
    scene.demand("reprint-marked")


@phrase(en="the check {name:S} holds", zh="检查项{name:S}成立")
def check_holds(scene: Scene, name: str) -> None:
    """The check of that name passes: it neither fails nor lacks evidence."""
    results = scene.results(name)
    assert results, f"no check {name!r}: 'tillproof checks' lists them"
    result = results[0]
    said = "; ".join(v.message for v in result.violations) or result.why
    assert result.verdict is Verdict.PASS, f"the check {name} is {result.verdict.value}: {said}"


@phrase(en="every check holds", zh="所有检查项都成立")
def every_check_holds(scene: Scene) -> None:
    """No check fails."""
    scene.demand()
