"""``receipt-in-one-piece``: one document on the paper that counts."""

from harness.checks.result import Result, Verdict
from tests.harness.checks.story import Story, slip


def verdict(story: Story) -> Result:
    return story.verdict("receipt-in-one-piece")


def power_cut(*, torn_off: bool = False, lines: int = 10, mark: str = "") -> Story:
    """The power goes after so many lines of a slip; the till then prints it anew."""
    story = Story()
    story.sale()
    for text in slip()[:lines]:
        story.line(text)
    armed = story.breaks("printer.power_cut")
    story.printer_state("power", powered=False, online=False)
    story.mends(armed, "printer.power_cut")
    if torn_off:
        story.ends("tear")
    story.prints(slip(mark=mark))
    return story


def test_a_fragment_with_a_total_on_the_same_paper() -> None:
    message = verdict(power_cut()).violations[0].message
    assert "has a piece of another one on the same paper" in message


def test_a_fragment_without_a_total_misleads_nobody() -> None:
    assert verdict(power_cut(lines=5)).verdict is Verdict.PASS


def test_the_mark_tells_the_slip_from_the_fragment_above_it() -> None:
    assert verdict(power_cut(mark="DUPLICATE")).verdict is Verdict.PASS


def test_the_fragment_on_paper_of_its_own_holds() -> None:
    assert verdict(power_cut(torn_off=True)).verdict is Verdict.PASS


def joined(*, undetectable: bool) -> Story:
    """Two copies on one paper: a serial line lost bytes, or the till did not cut."""
    story = Story()
    story.sale()
    story.breaks("printer.link.drop", "printer.link", undetectable=undetectable)
    story.prints([*slip(), *slip(copy="MERCHANT")])
    return story


def test_the_cut_is_what_the_line_has_lost() -> None:
    assert verdict(joined(undetectable=True)).verdict is Verdict.PASS
    assert verdict(joined(undetectable=False)).verdict is Verdict.FAIL


def test_the_rest_of_another_receipt_above() -> None:
    story = Story()
    story.sale("A0", 700, "000009")
    story.sale("A1")
    story.prints([*slip("A0", "7.00", "000009")[5:8], *slip()])
    assert verdict(story).verdict is Verdict.FAIL


def test_no_slip_is_no_evidence() -> None:
    assert verdict(Story()).verdict is Verdict.NOT_EXERCISED


def roll_changed(*further: list[str]) -> Story:
    """The roll ends in the middle of A1's slip, and its rest comes out on the new one."""
    story = Story()
    story.sale("A0", 700, "000009")
    story.prints(slip("A0", "7.00", "000009"))
    story.sale()
    armed = story.breaks("printer.paper_out")
    story.prints(slip()[:7], by="roll")
    story.mends(armed, "printer.paper_out")
    story.prints(slip()[7:])
    for lines in further:
        story.prints(lines)
    story.heals()
    return story


def test_two_pieces_and_no_whole_slip() -> None:
    assert verdict(roll_changed()).violations[0].message == (
        "The roll was changed in the middle of the slip for sale A1: the customer is left with "
        "two pieces."
    )


def test_two_pieces_and_a_whole_slip_hold() -> None:
    assert verdict(roll_changed(slip())).verdict is Verdict.PASS
