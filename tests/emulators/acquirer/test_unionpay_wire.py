"""The documented day on the wire is what happens."""

from tests.emulators.acquirer.unionpay_till import CARD
from tests.emulators.acquirer.unionpay_wire import PAGE, page


def test_the_page_is_up_to_date() -> None:
    """Else: ``python -m tests.emulators.acquirer.unionpay_wire``."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_has_no_card_number() -> None:
    assert CARD not in page()
