"""What the books come to."""

from harness.checks.books_of import charges
from tests.harness.checks.story import Story


def test_what_customers_are_left_with() -> None:
    story = Story()
    story.books("000001", 1250)
    story.books("000002", 990)
    story.books("000002", 990, "reversed")
    story.books("000003", 700)
    story.books("000003", 700, "voided")
    story.books("000004", 700, kind="void", original_trace="000003")
    story.books("000005", 300, kind="refund")
    story.books("000006", 100, "uploaded")
    story.books("000007", 100, "declined")
    assert charges(story.events) == [1250, 100]
