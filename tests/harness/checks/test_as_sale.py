"""The slip of a void or refund that passes for a sale's, and all that tells one apart."""

from collections.abc import Sequence

import pytest

from emulators.printer.events import LineBurnt, SlipEnded
from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story, cash_slip, slip

VOIDED = {"trace": "000002"}
BANNER = (24, 700)  # its rows and its dots


def verdict(story: Story) -> Result:
    return story.verdict("receipt-truthful")


def sold(lines: Sequence[str], **sections: dict[str, object]) -> Story:
    story = Story(**sections)
    story.sale()
    story.prints(lines)
    return story


def voided(lines: Sequence[str], sale: Sequence[str] = (), **sections: dict[str, object]) -> Result:
    story = sold(sale or slip(), **sections)
    story.void()
    story.prints(lines)
    return verdict(story)


def in_words(lines: Sequence[str], *words: tuple[str, str]) -> list[str]:
    """The lines as a till that says it otherwise prints them."""
    for old, new in words:
        lines = [line.replace(old, new) for line in lines]
    return list(lines)


def test_a_void_that_says_what_it_is() -> None:
    assert voided(slip(title="VOID", **VOIDED)).verdict is Verdict.PASS


def test_a_void_whose_slip_is_a_sales() -> None:
    found = voided(slip(**VOIDED))
    assert found.violations[0].message == (
        "The customer's slip for void A1 says that it is a sale's, and nothing that the one for "
        "sale A1 does not: it passes for another payment."
    )


def test_less_than_a_sales_slip_says_no_more() -> None:
    shorter = [line for line in slip(**VOIDED) if not line.startswith("CARD")]
    assert voided(shorter).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "word", ["交易类型:消费", "消费(SALE)", "TXN TYPE: PURCHASE", "** SALE **"]
)
def test_a_sale_in_other_words(word: str) -> None:
    assert voided(slip(title=word, **VOIDED), slip(title=word)).verdict is Verdict.FAIL


def test_a_sale_in_the_shops_own_word() -> None:
    own = {"sale": "VERKAUF"}
    lines = slip(title="VERKAUF", **VOIDED), slip(title="VERKAUF")
    assert voided(*lines, receipt=own).verdict is Verdict.FAIL
    assert voided(*lines).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "title",
    ["VOID", "SALE VOID", "交易类型:消费撤销", "REVERSAL OF SALE", "REFUND", "STORNO", "取消"],
)
def test_any_title_that_the_sales_slip_has_not(title: str) -> None:
    assert voided(slip(title=title, **VOIDED)).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "total",
    ["-12.50", "- 12.50", "¥-12.50", "-CNY 12.50", "12.50-", "(12.50)", "\u221212.50", "12.50 CR"],
)
def test_only_the_amount_shows_that_money_comes_back(total: str) -> None:
    assert voided(slip(amount=total, **VOIDED)).verdict is Verdict.PASS


@pytest.mark.parametrize("line", ["STORNO", "ORIGINAL TRACE 000001", "GESTRICHEN", "\ufffd\ufffd"])
def test_a_line_more(line: str) -> None:
    assert voided([*slip(**VOIDED)[:-1], line, "THANK YOU"]).verdict is Verdict.PASS


def test_a_till_that_never_says_what_a_slip_is() -> None:
    """The contract asks for no title."""
    assert voided(slip(title="", **VOIDED), slip(title="")).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("dots", "told"), [(700, Verdict.FAIL), (701, Verdict.PASS)], ids=["logo", "void"]
)
def test_a_picture_above(dots: int, told: Verdict) -> None:
    """The shop's own on both slips, or one that says what it is."""
    story = Story()
    story.sale()
    pictured(story, 700)
    story.prints(slip())
    story.void()
    pictured(story, dots)
    story.prints(slip(**VOIDED))
    assert verdict(story).verdict is told


def pictured(story: Story, dots: int, symbols: tuple[str, ...] = ()) -> None:
    number = 1 + sum(isinstance(event.payload, SlipEnded) for event in story.events)
    burnt = LineBurnt(number, 1, "", 24, 0, 24, 0, 9, dots, dots, legible=True, symbols=symbols)
    story.note("printer", burnt)


@pytest.mark.parametrize(
    ("dots", "symbols", "told"),
    [(700, (), Verdict.PASS), (700, ("QR:000002",), Verdict.FAIL)],
    ids=["void", "symbol"],
)
def test_a_picture_below(dots: int, symbols: tuple[str, ...], told: Verdict) -> None:
    """As people read it; a symbol is for scanners only."""
    story = sold(slip())
    story.void()
    for line in slip(**VOIDED):
        story.line(line)
    pictured(story, dots, symbols)
    story.ends()
    assert verdict(story).verdict is told


def test_a_line_that_nobody_can_read_may_say_it() -> None:
    story = sold(slip())
    story.void()
    story.line("STORNO", legible=False)
    story.prints(slip(**VOIDED))
    assert verdict(story).verdict is Verdict.PASS


def test_what_no_till_can_notice_blames_nobody() -> None:
    story = sold(slip())
    story.void()
    story.breaks("printer.link.corrupt", "printer.link", undetectable=True)
    story.prints(slip(**VOIDED))
    assert verdict(story).verdict is not Verdict.FAIL


def test_a_marked_slip_misleads_nobody() -> None:
    assert voided(slip(mark="DUPLICATE", **VOIDED)).verdict is Verdict.PASS


def test_what_is_marked_or_waste_does_not_put_it_right() -> None:
    """The customer holds the unmarked one: that it says more on another paper helps nobody."""
    story = sold(slip())
    story.void()
    story.prints([*slip(**VOIDED)[:7], "INCOMPLETE"])
    story.prints(slip(**VOIDED))
    assert verdict(story).verdict is Verdict.FAIL
    story = sold(slip())
    story.void()
    story.prints(slip(**VOIDED))
    story.prints(slip(title="VOID", mark="DUPLICATE", **VOIDED))
    assert verdict(story).verdict is Verdict.FAIL


def test_a_till_that_prints_how_each_stands() -> None:
    """A sale's slip again, after it was voided, says so as the void's does."""
    story = sold(slip())
    story.void()
    story.prints([*slip(**VOIDED), "VOIDED"])
    story.prints([*slip(mark="DUPLICATE"), "VOIDED"])
    assert verdict(story).verdict is Verdict.PASS


def test_a_second_paper_that_says_it() -> None:
    story = sold(slip())
    story.void()
    story.prints(slip(**VOIDED))
    story.prints(["TILLPROOF SHOP", "STORNO", "ORDER A1", "TOTAL 12.50"])
    assert verdict(story).verdict is Verdict.PASS


@pytest.mark.parametrize(("title", "told"), [("REFUND", Verdict.PASS), ("SALE", Verdict.FAIL)])
def test_a_refund(title: str, told: Verdict) -> None:
    """It has a reference and an amount of its own, and names no sale."""
    story = sold(slip())
    ask = story.asks("refund", "R1", 300, "card")
    story.requests("0200", "000002", processing_code="200000", amount_minor=300)
    story.books("000002", 300, kind="refund", auth_code="7F9K2L")
    story.responds("0200", "000002", processing_code="200000", amount_minor=300)
    story.answers(ask, "approved", "queued", trace="000002", rrn="000000000002")
    story.prints(slip("R1", "3.00", "000002", auth="7F9K2L", title=title))
    assert verdict(story).verdict is told


WORDS = {"sale": "VERKAUF"}


@pytest.mark.parametrize(("title", "told"), [("STORNO", Verdict.PASS), ("VERKAUF", Verdict.FAIL)])
def test_a_void_that_is_a_reversal(title: str, told: Verdict) -> None:
    """It bears the sale's own references."""
    story = sold(slip(title="VERKAUF"), receipt=WORDS)
    ask = story.asks("void", "A1")
    story.requests("0400", "000001", action="reversal")
    story.books("000001", change="reversed")
    story.responds("0400", "000001", action="reversal")
    story.answers(ask, "approved", "queued", trace="000001", rrn="000000000001")
    story.prints(slip(title=title))
    assert verdict(story).verdict is told


@pytest.mark.parametrize(("title", "told"), [("STORNO", Verdict.PASS), ("VERKAUF", Verdict.FAIL)])
def test_a_void_of_cash(title: str, told: Verdict) -> None:
    story = Story(receipt=WORDS)
    story.cash_sale()
    story.prints(in_words(cash_slip(), ("CASH SALE", "VERKAUF")))
    story.answers(story.asks("void", "C1"), "approved", "queued")
    story.prints(in_words(cash_slip(), ("CASH SALE", title)))
    assert verdict(story).verdict is told


def test_a_sales_slip_for_a_void_without_references_is_the_sales_second() -> None:
    """Nothing on it leads to the void: it is the sale's, and one too many."""
    story = Story()
    story.cash_sale()
    story.prints(cash_slip())
    story.answers(story.asks("void", "C1"), "approved", "queued")
    story.prints(cash_slip())
    assert verdict(story).verdict is Verdict.PASS
    assert story.verdict("receipt-per-sale").verdict is Verdict.FAIL


def test_a_late_slip_of_a_sale_is_no_voids() -> None:
    """Both come out when the paper is there again; the second one says what it is."""
    story = Story()
    story.sale("B1", trace="000003")
    story.prints(slip("B1", trace="000003"))
    story.sale()
    story.void()
    story.prints(slip())
    story.prints(slip(title="STORNO", **VOIDED))
    assert verdict(story).verdict is Verdict.PASS
