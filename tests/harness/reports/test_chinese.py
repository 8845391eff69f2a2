"""What checks and steps say, in Chinese where the run is: every sentence that a check has."""

import ast
import re
from pathlib import Path

import pytest

from harness.bdd import demands
from harness.checks import catalogue, shut_out
from harness.reports.chinese import in_chinese

SOURCES = [*Path(catalogue.__path__[0]).glob("*.py"), Path(shut_out.__file__)]
WHOLE = (
    "The merchant is not paid for batch 000001: the till gave up without an upload.",
    "The customer is left charged 12.50 for sale A1, told voided (trace 000001).",
    "The customer was given 12.50 back twice for sale A1 (traces 000002 and 000003).",
    "The merchant gave 3.00 back for refund A3, told failed (trace 000002).",
    "The merchant let goods for 12.50 go for sale A1, told approved, and nothing is booked.",
    "The customer was promised 3.00 back for refund A3, told approved, and nothing is booked.",
    "The merchant counts on 50.00 held for preauth A5, told approved, and nothing is booked.",
    "The customer was charged 12.50 twice for sale A1 (traces LJ1S79X000001 and LJ1S79X000002).",
    "The customer was given back 3.00 3 times for refund A3 (traces 000002 and 000003).",
    "The customer was asked for a hold of 50.00 twice for preauth A5 (traces 000001 and 000002).",
    "The customer was charged 1.25 instead of 12.50 for sale A1 (trace 000001).",
    (
        "The card 411111******1111 was presented for sale A1, and 541333******0008 bears the 12.50 "
        "(trace 000001)."
    ),
    "refund A3 was to be of A1, and the host has it of trace 000004 (trace 000005).",
    (
        "The customer may be left charged 12.50: no reversal of trace 000001 was ever acknowledged "
        "(none was sent)."
    ),
    (
        "The merchant may be left without 3.00: no reversal of trace LJ1S79X000002 was ever "
        "acknowledged (3 sent)."
    ),
    (
        "The customer may be charged 8.00: trace LJ1S79X000001 had no answer and was not reversed "
        "before trace LJ1S79X000002."
    ),
    (
        "The cashier was told that sale A1 is approved by a response to trace 000001 whose trace "
        "is wrong: nobody knows what the bank decided."
    ),
    (
        "The customer's slip for sale A1 says RRN 632600000004 instead of 632600000002 and "
        "authorisation code 427520 instead of 349674: it does not prove what was paid."
    ),
    (
        "The till settled batch 000001 with 2 debits of 12.50 and 1 credits of 8.00, and the books "
        "hold 2 debits of 20.50 and 1 credits of 8.00."
    ),
    (
        "The till does not sell: 10 s after everything was mended it is not ready, 2 receipts "
        "pending, 1 reversals pending."
    ),
    "The till does not sell: 10 s after everything was mended it is not there.",
    "The merchant cannot read the total and the reference on the slip for sale A1.",
    (
        "The cashier was told that the reprint of the last slip is printed, and it had not come "
        "out whole."
    ),
    "The cashier was told that the settlement slip is printed, and it had not come out whole.",
    "12 events at the real printer are inferred: this printer proves nothing. Look at the paper.",
    "sale A1 had no answer, and was asked again after a settlement only.",
    "The POS has no status.",
    "The POS's data were lost at event 12: No sale is known that void A1 could be about.",
    "the cashier was told error, not failed",
    "the POS did not answer hello: the POS's process ended",
    "no usable answer to sale: the POS's process ended",
    "no usable answer to sale: no answer within 15 s",
    "the run was interrupted: the run was stopped",
    "the POS is not deterministic: 2 of 7 clean runs are alike; acquirer, event 7: «x»",
)
ENGLISH = re.compile(r"\b(?!(?:hello|sale|acquirer|tillproof)\b)[a-z]{2,}\b", re.ASCII)


def sentences() -> list[str]:
    """What violations and doubts say, with something in the place of each value."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]
    texts = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    found = [_filled(node) for node in texts]
    return [one for one in found if one.endswith(".") and not one.startswith("«")]


def _filled(node: ast.JoinedStr) -> str:
    parts = (one.value if isinstance(one, ast.Constant) else "«1»" for one in node.values)
    return "".join(map(str, parts))


def test_there_are_sentences_enough() -> None:
    assert len(sentences()) > 40


@pytest.mark.parametrize("sentence", [*sentences(), *WHOLE])
def test_a_sentence_of_a_check_is_said_in_chinese(sentence: str) -> None:
    said = in_chinese(sentence)
    assert said != sentence
    assert said.count("«1»") == sentence.count("«1»")


@pytest.mark.parametrize("sentence", WHOLE)
def test_nothing_of_it_stays_english(sentence: str) -> None:
    """But for names; and what stands in it is all still there."""
    said = in_chinese(sentence)
    assert not ENGLISH.search(said), said
    values = re.compile(r"[A-Z]*\d[\d.*A-Z]*\d|[A-Z]\d")
    assert sorted(values.findall(said)) == sorted(values.findall(sentence))


def test_letters_and_digits_stand_apart_from_chinese() -> None:
    said = in_chinese("The customer is charged 12.50 for sale A1, told failed (trace 000001).")
    assert said == "消费 A1 已告知未完成，顾客却被扣款 12.50（凭证号 000001）。"


def test_a_step_before_a_sentence_is_no_part_of_its_values() -> None:
    said = "The merchant let goods for 12.50 go for sale A1, told approved, and nothing is booked."
    step = "而且 顾客恰好被扣款一次，金额12.50元"
    assert in_chinese(f"{step}: charged-once: {said}") == (
        f"{step}：charged-once：消费 A1 已告知批准，银行却没有入账：商户已交付价值 12.50 的商品。"
    )


def test_doubts_of_several_checks_are_said_one_after_the_other() -> None:
    said = (
        "receipt-per-sale: The slip of sale A1 cannot be read, and no reprint was asked for. "
        "settlement-slip: Nothing could tell the POS that the slip of batch 000001 is lost."
    )
    assert in_chinese(said) == (
        "receipt-per-sale：消费 A1 的小票无法识别，也没有要求重打印。"
        "settlement-slip：批次 000001 的结算单丢失，收银机无从得知。"
    )


def test_a_step_and_a_check_stand_before_it() -> None:
    said = (
        "那么 顾客没有被扣款: charged-once: Batch 000001 was closed 2 times: it is paid out twice."
    )
    assert (
        in_chinese(said)
        == "那么 顾客没有被扣款：charged-once：批次 000001 关闭了 2 次：会重复付款。"
    )


def test_a_check_after_a_step_is_not_taken_for_its_verdict() -> None:
    said = "The merchant is not paid yesterday's 12.50: batch 000001 is open in the end."
    chinese = "商户收不到昨天的 12.50：批次 000001 最终仍未关闭。"
    assert in_chinese(f"yesterday-settled: {said}") == f"yesterday-settled：{chinese}"
    assert in_chinese("the check charged-once is unknown: x") == "检查项 charged-once 未知：x"


@pytest.mark.parametrize(
    ("told", "chinese"),
    [
        ("it is ready with nothing pending", "就绪且没有待办"),
        ("no reversal is pending", "没有待冲正"),
    ],
)
def test_a_till_that_keeps_a_reversal_quiet(told: str, chinese: str) -> None:
    said = f"The till said that {told}, and trace 000003 over 12.50 was not reversed yet."
    assert in_chinese(said) == f"收银机报告{chinese}，凭证号 000003（12.50）却尚未冲正。"


def test_a_check_in_doubt_says_why() -> None:
    why = (
        "The run ended before sale A1 could be decided. The line changed the amount of trace "
        "000001: the host refuses."
    )
    assert in_chinese(f"charged-once cannot decide: {why}") == (
        "charged-once 无法判定：消费 A1 尚无结果，运行就结束了。"
        "凭证号 000001 的金额在线路上被改变：银行拒绝冲正。"
    )


def test_what_was_left_behind() -> None:
    said = "on paper: slip 1, customer copy, whole, cut off, 12.50, trace 000001"
    assert in_chinese(said) == "纸面：小票 1，持卡人存根，完整，已切纸，12.50，凭证号 000001"


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        (
            "the till said: not ready, printer cover_open, acquirer ok",
            "收银机状态：未就绪，打印机 机盖打开，银行主机 正常",
        ),
        ("the POS lacks printer.standby", "收银机不支持 printer.standby"),
        (
            "the answer to sale: outcome is 'OK', not one of approved, declined",
            "应答不符合约定：sale 的 outcome 为 'OK'，应为 approved，declined 之一",
        ),
        (
            "the answer to status: ready is 'yes', not true or false",
            "应答不符合约定：status 的 ready 为 'yes'，应为 true or false",
        ),
    ],
)
def test_what_a_till_says_is_told_as_it_stands(said: str, chinese: str) -> None:
    assert in_chinese(said) == chinese


def test_what_nobody_has_translated_stays() -> None:
    assert in_chinese("FileNotFoundError: no such thing") == "FileNotFoundError: no such thing"


def test_why_a_scenario_does_not_apply_is_known() -> None:
    """All that stands in the module, with something in the place of each value."""
    tree = ast.parse(Path(demands.__file__).read_text(encoding="utf-8"))
    told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Yield)]
    texts = [_filled(node) if isinstance(node, ast.JoinedStr) else ast.literal_eval(node)
             for node in told if node is not None]  # fmt: skip
    assert len(texts) >= 5
    assert not [text for text in texts if in_chinese(text) == text]
