"""What can be read off a slip, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.money import decimals, format_minor
from harness.checks.patterns import compile_patterns
from harness.checks.reading import Reading, Total, minor_units, read
from harness.checks.views.slips import sort_of
from harness.config import Receipt

PATTERNS = {currency: compile_patterns(Receipt(), currency) for currency in (156, 392, 414)}


def reading(*lines: str, currency: int = 156) -> Reading:
    return read(lines, PATTERNS[currency], currency)


@pytest.mark.parametrize(
    "line",
    [
        "TOTAL 12.50",
        "TOTAL:               12.50",
        "Total CNY 12.50",
        "AMOUNT RMB: ¥12.50",
        "合计：￥12.50",
        "合 计 12.50元",
        "金额: 12.50",
        "TOTAL -12.50",
        "TOTAL 12,50",
        "ＴＯＴＡＬ　１２．５０",
        "TOTAL DUE: 12.50",
        "GRAND TOTAL (CNY): 12.50",
        "TOTAL AMOUNT*****12.50",
        "TOTAL US$12.50",
        "AMOUNT PAYABLE 12.50",
        "合计(元)：12.50",
        "合计金额 12.50",
        "总计: RMB 12.50",
        "交易金额：12.50元",
        "应付金额 人民币12.50",
    ],
)
def test_a_total(line: str) -> None:
    assert reading(line).total_minor == 1250


@pytest.mark.parametrize(
    "line",
    [
        "SUBTOTAL 12.50",
        "TOTALS 12.50",
        "TOTAL TAX 12.50",
        "1 x GOODS 12.50",
        "TOTAL 12.5",
        "TOTAL 12",
        "小计 12.50",
        "优惠金额 12.50",
        "TOTAL SAVINGS 12.50",
    ],
)
def test_no_total(line: str) -> None:
    assert reading(line).total_minor is None


def test_a_value_may_stand_below_its_label() -> None:
    slip = reading("AMOUNT", "RMB 12.50", "TRACE NO.", "000017", "CASH", "20.00")
    assert (slip.total_minor, slip.trace) == (1250, "000017")


def test_what_stands_below_is_not_looked_for_where_a_value_stands_beside() -> None:
    assert reading("TOTAL 12.50", "TOTAL", "99.00").totals_minor == (1250,)


def test_a_total_goes_before_an_amount() -> None:
    assert reading("TOTAL 12.50", "AMOUNT 20.00").total_minor == 1250


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("TRACE 000001", "trace", "000001"),
        ("TRACE NO: 17", "trace", "000017"),
        ("STAN:000001", "trace", "000001"),
        ("凭证号 000001", "trace", "000001"),
        ("凭证号/TRACE NO. 000001", "trace", "000001"),
        ("凭证号(TRACE NO):000001", "trace", "000001"),
        ("ORIGINAL TRACE 000001", "trace", ""),
        ("原凭证号 000001", "trace", ""),
        ("RRN 000000000001", "rrn", "000000000001"),
        ("REF NO: 26A000000001", "rrn", "26A000000001"),
        ("参考号：000000000001", "rrn", "000000000001"),
        ("REFUND 000000000001", "rrn", ""),
        ("REF A1", "rrn", ""),
        ("AUTH A00001", "auth", "A00001"),
        ("AUTH CODE: 123456", "auth", "123456"),
        ("授权码 A00001", "auth", "A00001"),
        ("AUTHORISED A00001", "auth", ""),
        ("BATCH 000001", "batch", "000001"),
        ("批次号:1", "batch", "000001"),
        ("交易参考号(REFER NO.): 000000000001", "rrn", "000000000001"),
        ("原预授权码 A00001", "auth", ""),
    ],
)
def test_references(line: str, field: str, value: str) -> None:
    assert getattr(reading(line), field) == value


@pytest.mark.parametrize(
    ("line", "copy"),
    [
        ("CUSTOMER COPY", "customer"),
        ("** Merchant Copy **", "merchant"),
        ("持卡人存根", "customer"),
        ("商户存根 MERCHANT COPY", "merchant"),
        ("银行存根 BANK COPY", "bank"),
        ("商户联", "merchant"),
        ("STORE COPY", "merchant"),
        ("CLIENT COPY", "customer"),
        ("nothing of it", "customer"),
    ],
)
def test_whose_copy(line: str, copy: str) -> None:
    assert reading(line).copy_of == copy


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("DECLINED 51", "declined"),
        ("交易拒绝", "declined"),
        ("SETTLEMENT", "settlement"),
        ("结算单", "settlement"),
        ("*** INCOMPLETE ***", "waste"),
        ("VOID SLIP", "waste"),
        ("此单作废", "waste"),
        ("****重打印****", "duplicate"),
        ("RE-PRINT", "duplicate"),
        ("*** COPY ***", "duplicate"),
        ("** 副本 **", "duplicate"),
        ("重复打印", "duplicate"),
        ("PAYMENT PENDING", "notice"),
        ("支付处理中", "notice"),
        ("TRANSACTION LIST", "report"),
        ("交易明细", "report"),
        ("X-REPORT", "report"),
    ],
)
def test_marks(line: str, field: str) -> None:
    assert getattr(reading(line), field)
    assert not getattr(reading("THANK YOU", "VOID", "UNDECLINED", "CUSTOMER COPY"), field)


@pytest.mark.parametrize(
    ("lines", "sort"),
    [
        (("购物清单", "合计 12.50"), "receipt"),
        (("交易明细", "凭证号 000001", "金额 12.50"), "other"),
        (("SALES REPORT", "TRACE 000001", "TOTAL 12.50"), "other"),
        (("持卡人存根", "交易明细", "凭证号 000001", "金额 12.50"), "receipt"),
    ],
)
def test_a_list_is_no_receipt_and_a_receipt_may_have_one(lines: tuple[str, ...], sort: str) -> None:
    assert sort_of(reading(*lines)) == sort


@pytest.mark.parametrize(
    ("debits", "credits"),
    [("DEBITS 2 1,025.00", "CREDITS 0 0.00"), ("借记 2 ￥1,025.00", "贷记: 0 0.00")],
)
def test_settlement_totals(debits: str, credits: str) -> None:  # noqa: A002
    found = reading("SETTLEMENT", debits, credits)
    assert found.debits == (Total(2, 102500),)
    assert found.credits == (Total(0, 0),)


@given(
    minor=st.integers(0, 10**9),
    currency=st.sampled_from(sorted(PATTERNS)),
    group=st.sampled_from(["", ",", " ", "'"]),
    sign=st.sampled_from(["", "-", "+"]),
    unit=st.sampled_from(["", "¥", "$", "CNY "]),
    label=st.sampled_from(["TOTAL ", "AMOUNT: ", "合计：", "金额 "]),
)
def test_every_way_to_write_an_amount(
    minor: int, currency: int, group: str, sign: str, unit: str, label: str
) -> None:
    whole, dot, rest = format_minor(minor, currency).partition(".")
    text = f"{int(whole):,}".replace(",", group) + dot + rest
    assert reading(f"{label}{unit}{sign}{text}", currency=currency).total_minor == minor


@given(st.lists(st.text(), max_size=8), st.sampled_from(sorted(PATTERNS)))
def test_junk_never_raises(lines: list[str], currency: int) -> None:
    found = reading(*lines, currency=currency)
    assert all(minor >= 0 for minor in found.totals_minor)


@given(st.text(alphabet="TOALRECMUNSD 0123456789.,:-¥合计凭证号", max_size=40))
def test_nearly_right_lines_never_raise(line: str) -> None:
    found = reading(line)
    assert all(len(trace) == 6 and trace.isdecimal() for trace in found.traces)


@given(st.integers(-(10**6), 10**6), st.sampled_from(sorted(PATTERNS)))
def test_minor_units_read_what_format_minor_wrote(minor: int, currency: int) -> None:
    assert minor_units(format_minor(minor, currency), currency) == minor


def test_an_amount_without_its_decimals_is_none() -> None:
    assert decimals(156) == 2
    assert minor_units("12", 156) is None
    assert minor_units("", 156) is None


@pytest.mark.parametrize(
    ("line", "cards"),
    [
        ("CARD 411111******1111", ("411111******1111",)),
        ("卡号 ************1111/S", ("************1111",)),
        ("CARD 411111XXXXXX1111", ("411111XXXXXX1111",)),
        ("TOTAL *****1250.00", ()),
        ("TOTAL *****1250,00", ()),
        ("**** DUPLICATE ****", ()),
    ],
)
def test_masked_cards(line: str, cards: tuple[str, ...]) -> None:
    assert reading(line).cards == cards
