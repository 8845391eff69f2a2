"""All values of a message in one look, against a look at each of them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from emulators.acquirer.dialects.shapes import Shapes

PATTERNS = {2: r"\d{3}", 3: r"(?!00)\d\d|[A-C]", 4: r"x*"}
SHAPES = Shapes(PATTERNS)
VALUES = st.text("0123ABx\n", max_size=4)


@given(st.dictionaries(st.integers(2, 6), VALUES))
def test_the_first_that_is_not_of_its_form_is_named(elements: dict[int, str]) -> None:
    wrong = [
        number
        for number, value in elements.items()
        if number in PATTERNS and not re.fullmatch(PATTERNS[number], value)
    ]
    assert SHAPES.misfit(elements) == next(iter(wrong), None)


@given(st.dictionaries(st.sampled_from([2, 5]), st.sampled_from(["123", "1\n2", "a\nb"])))
def test_a_line_feed_in_one_value_is_no_border_between_two(elements: dict[int, str]) -> None:
    assert (SHAPES.misfit(elements) is None) == (elements.get(2, "123") == "123")
