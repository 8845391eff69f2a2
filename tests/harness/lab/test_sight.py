"""Status bytes read back: what the virtual printer would say of a condition leads to it again."""

from hypothesis import given
from hypothesis import strategies as st

from emulators.printer import status
from emulators.printer.condition import Condition, Trouble
from harness.lab.sight import ASKED, Sight, tells_trouble, why

conditions = st.builds(
    Condition,
    cover_open=st.booleans(),
    paper_gone=st.booleans(),
    near_end=st.booleans(),
    held=st.sampled_from(["", "service"]),
    troubles=st.frozensets(st.sampled_from([Trouble.HEAT, Trouble.CUTTER, Trouble.HEAD])),
)


def seen(condition: Condition) -> Condition:
    sight = Sight()
    for n in ASKED:
        sight.see(n, status.REAL_TIME_STATUS[n].value(condition))
    return sight.condition(Condition())


@given(conditions)
def test_what_matters_of_a_condition_is_seen(condition: Condition) -> None:
    found = seen(condition)
    assert (found.online, found.paper_out, found.cover_open, found.error) == (
        condition.online,
        condition.paper_out,
        condition.cover_open,
        condition.error,
    )
    assert found.near_end == (condition.near_end or condition.paper_gone)


@given(conditions)
def test_automatic_status_says_the_same(condition: Condition) -> None:
    sight = Sight()
    sight.see_automatic(status.asb(condition))
    found = sight.condition(Condition())
    assert (found.online, found.paper, found.error) == (
        condition.online,
        seen(condition).paper,
        condition.error,
    )


@given(conditions)
def test_trouble_is_told_where_the_virtual_printer_tells_it(condition: Condition) -> None:
    for n in ASKED:
        item = status.REAL_TIME_STATUS[n]
        data = bytes((item.value(condition),))
        assert tells_trouble(f"DLE EOT {n}", data) == item.trouble(condition)
    assert tells_trouble("GS a", status.asb(condition)) == status.asb_trouble(condition)


@given(conditions, conditions)
def test_every_change_has_a_name(before: Condition, after: Condition) -> None:
    assert why(before, after)
