"""Card numbers out of everything that is kept."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emulators.masking import card_numbers, is_card_number, mask_bytes, mask_text


@pytest.mark.parametrize(
    "number", ["4111111111111111", "5555555555554444", "378282246310005", "6200000000000005"]
)
def test_a_card_number_keeps_first_six_and_last_four(number: str) -> None:
    masked = mask_text(f"CARD {number} EXP")
    assert masked == f"CARD {number[:6]}{'*' * (len(number) - 10)}{number[-4:]} EXP"
    assert card_numbers(f"x{number}y") == (masked.split()[1],)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("4111 1111 1111 1111", "4111 11** **** 1111"),
        ("4111-1111-1111-1111", "4111-11**-****-1111"),
        ("3782 822463 10005", "3782 82**** *0005"),
        ("6200 0000 0000 0000 000", "6200 00** **** ***0 000"),
    ],
)
def test_a_card_number_in_groups_keeps_its_groups(number: str, masked: str) -> None:
    assert mask_text(f"CARD {number}") == f"CARD {masked}"
    assert card_numbers(number) == (masked,)


@pytest.mark.parametrize("before", ["1234 ", "0012 2026 ", "2026 1121 1208 "])
@pytest.mark.parametrize("after", ["", " 1234", " 5000 7"])
def test_digits_beside_a_card_number_do_not_hide_it(before: str, after: str) -> None:
    text = f"{before}4111 1111 1111 1111{after}"
    assert "4111 11** **** 1111" in mask_text(text)
    assert "4111 11** **** 1111" in card_numbers(text)


@pytest.mark.parametrize("text", ["2026-11-21 12:08:52", "000001 000002 000003", "12.50 1234567"])
def test_dates_and_amounts_are_no_card_numbers(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize("number", ["4111111111111112", "0000000000000000", "123456789012"])
def test_other_digits_stay(number: str) -> None:
    assert mask_text(number) == number


@given(st.binary())
def test_masking_keeps_the_length_of_any_bytes(data: bytes) -> None:
    assert len(mask_bytes(data)) == len(data)


@given(st.from_regex(r"\A[0-9]{13,19}\Z"))
def test_masked_text_holds_no_card_number(digits: str) -> None:
    masked = mask_text(digits)
    assert not card_numbers(masked)
    assert (masked != digits) == is_card_number(digits)


PIECES = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "3782-822463-10005",
    "12.50",
    "7",
    " ",
    "-",
    "x",
]


@example("41111111111111114111 1111 1111 1111 4111 1111 1111 1111")
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_stands_around_them_none_is_left(text: str) -> None:
    masked = mask_text(text)
    assert card_numbers(masked) == ()
    assert len(masked) == len(text)
    assert (masked == text) is (card_numbers(text) == ())


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        ("41111111****1111", "411111******1111"),
        ("411111*****11111", "411111******1111"),
        ("41111111****1111S", "411111******1111S"),
        ("4111 1111 **** 1111", "4111 11** **** 1111"),
        ("4111-1111-xxxx-1111", "4111-11**-****-1111"),
        ("4111 **** **11 1111", "4111 **** **** 1111"),
        ("4111-****-*111-1111", "4111-****-****-1111"),
        ("卡号6222020********0128", "卡号622202*********0128"),
    ],
)
def test_a_masked_number_that_shows_too_much(shown: str, masked: str) -> None:
    assert mask_text(shown) == masked
    assert card_numbers(f"{shown} 12:50") == (masked.removeprefix("卡号").removesuffix("S"),)
    assert not card_numbers(masked)


@pytest.mark.parametrize(
    "text",
    [
        "411111******1111 12.50",
        "************1111",
        "4111 11** **** 1111 12/30",
        "4111-11**-****-1111 123",
        "ORDER 1234 4111 11** **** 1111",
        "4111 11** **** 1111 2026",
        "TOTAL ***********12.50",
        "*******20261122*****",
        "**** DUPLICATE ****",
        "20261122*****",
        "ORDER XX123456",
    ],
)
def test_what_is_masked_well_or_no_card_number_stays(text: str) -> None:
    assert mask_text(text) == text
    assert not card_numbers(text)


@given(st.text(alphabet="0123456789*xX -", max_size=40))
def test_no_masked_text_shows_too_much(text: str) -> None:
    assert not card_numbers(mask_text(text))
