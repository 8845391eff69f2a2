"""Every host fault of the catalogue: what the till gets, and what the books say."""

import pytest

from emulators.acquirer.events import Dropped, HostState, Response, Sent
from emulators.acquirer.totals import Totals
from emulators.effects import Effect, Injected
from emulators.errors import UsageError
from emulators.faults.fault import catalogue, parse_fault
from emulators.history import of
from emulators.links.effects import GoDown
from tests.emulators.acquirer.rig import Rig, kept
from tests.emulators.acquirer.till import Till


def changes(rig: Rig) -> list[str]:
    return [row.change for row in rig.host.books.journal]


def test_every_host_fault_says_what_it_is_in_both_languages() -> None:
    own = {name: cls for name, cls in catalogue().items() if name.startswith("host.")}
    assert len(own) >= 19
    for name, cls in own.items():
        assert cls.target == "acquirer", name
        assert cls.title().endswith("."), name
        assert cls.zh, name
        assert cls.field, name
        assert isinstance(cls().strike(), Effect), name


@pytest.mark.parametrize(
    "wrong",
    [
        "host.decline:code=5",
        "host.decline:code=5文",
        "host.busy:code=51",
        "host.booked_but_declined:code=",
        "host.malformed_response:how=badly",
        "host.mismatched_response:which=mac",
        "host.late_response:after_ms=-1",
        "host.duplicate_response:after_ms=-1",
        "host.cutover:days=0",
        "host.cutover:days=367",
        "host.down:off_for_ms=-1",
        "host.late_response:after_ms=86400001",
        "host.reversal_lost:times=0",
        "host.response_lost:repeats=-1",
        "host.reversal_response_lost:times=0",
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong.partition(":")[0]):
        parse_fault(wrong)


@pytest.mark.parametrize("code", ["91", "96", "90"])
def test_busy(rig: Rig, till: Till, code: str) -> None:
    rig.arm(f"host.busy:code={code}")
    assert rig.code(till.sale(1, 100)) == code
    assert changes(rig) == ([] if code == "90" else ["declined"])


def test_sign_on_required_leaves_the_trace_free(rig: Rig, till: Till) -> None:
    rig.arm("host.sign_on_required")
    assert rig.code(till.sale(1, 100)) == "77"
    assert rig.code(till.sale(1, 100)) == "00"


@pytest.mark.parametrize("moment", ["request", "booking", "booked"])
def test_booked_but_declined(rig: Rig, till: Till, moment: str) -> None:
    rig.arm(f"host.booked_but_declined@message(0200,{moment})")
    answer = rig.ask(till.sale(1, 100))
    assert answer is not None
    assert (answer.get(39), answer.get(38)) == ("51", "")
    assert changes(rig) == ["booked"]
    assert [p.code for _, p in of(rig.history.events, Sent)] == ["51"]


@pytest.mark.parametrize("moment", ["request", "booking"])
def test_approved_not_booked(rig: Rig, till: Till, moment: str) -> None:
    rig.arm(f"host.approved_not_booked@message(0200,{moment})")
    answer = rig.ask(till.sale(1, 100))
    assert answer is not None
    assert (answer.get(39), len(answer.get(38))) == ("00", 6)
    assert changes(rig) == []


def test_approved_not_booked_waits_for_something_that_is_approved(rig: Rig, till: Till) -> None:
    rig.arm("host.approved_not_booked@now")
    assert rig.code(till.network("301")) == "00"
    assert rig.code(till.sale(1, 100, "4000000000000002")) == "51"
    assert rig.code(till.sale(2, 200)) == "00"
    assert changes(rig) == ["declined"]


def test_duplicate_response(rig: Rig, till: Till) -> None:
    rig.arm("host.duplicate_response:after_ms=500")
    rig.ask(till.sale(1, 100))
    rig.clock.advance(0.5)
    (_, first), (_, second) = rig.answers
    assert first == second
    assert changes(rig) == ["booked"]


def test_a_duplicate_for_a_line_that_has_gone_goes_nowhere(rig: Rig, till: Till) -> None:
    rig.arm("host.duplicate_response:after_ms=500")
    rig.ask(till.sale(1, 100))
    rig.host.disconnect(1)
    rig.clock.advance(0.5)
    assert len(rig.answers) == 1


def test_stale_response_comes_before_the_right_one(rig: Rig, till: Till) -> None:
    rig.arm("host.stale_response")
    rig.ask(till.sale(1, 100))  # nothing is older than this one: the next is struck
    rig.host.feed(1, till.sale(2, 200))
    assert [answer.get(11) for _, answer in rig.answers] == ["000001", "000001", "000002"]
    assert [p.trace for _, p in of(rig.history.events, Sent)] == ["000001", "000001", "000002"]


def test_the_answer_to_the_same_trace_is_not_stale(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.arm("host.stale_response")
    assert rig.code(till.sale(1, 100)) == "00"
    rig.host.feed(1, till.sale(2, 200))
    assert [answer.get(11) for _, answer in rig.answers[2:]] == ["000001", "000002"]


@pytest.mark.parametrize("how", ["truncated", "garbage", "length"])
def test_malformed_response(rig: Rig, till: Till, how: str) -> None:
    got: list[bytes] = []
    rig.host.connect(9, got.append, lambda: None)
    rig.arm(f"host.malformed_response:how={how}")
    rig.host.feed(9, till.sale(1, 100))
    (response,) = [p for _, p in of(rig.history.events, Response)]
    (dropped,) = [p for _, p in of(rig.history.events, Dropped)]
    assert rig.history.blobs.get(dropped.blob) == got[0] != kept(rig.history, response)
    assert (dropped.moment, changes(rig)) == ("response", ["booked"])
    size = int.from_bytes(got[0][:2])
    assert (size > len(got[0]) - 2) is (how == "length")


@pytest.mark.parametrize(("which", "number"), [("trace", 11), ("amount", 4), ("terminal", 41)])
def test_mismatched_response(rig: Rig, till: Till, which: str, number: int) -> None:
    rig.arm(f"host.mismatched_response:which={which}")
    wrong = rig.ask(till.sale(1, 100))
    right = rig.ask(till.sale(1, 100))
    assert wrong is not None
    assert right is not None
    differing = [n for n in right.elements if wrong.get(n) != right.get(n)]
    assert differing == [number]
    sent = [p.fields for _, p in of(rig.history.events, Sent)]
    assert f"{number}={wrong.get(number)}" in sent[0]


def test_a_message_without_an_amount_leaves_it_to_the_next(rig: Rig, till: Till) -> None:
    rig.arm("host.mismatched_response:which=amount@message(0800,booked)")
    rig.ask(till.network("001"))
    answer = rig.ask(till.sale(1, 100))
    assert answer is not None
    assert answer.get(4) == "000000000101"


@pytest.mark.parametrize("name", ["host.wrong_mac", "host.keys_expired"])
def test_what_needs_keys_is_refused_where_there_are_none(rig: Rig, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} is not possible here: iso87-ascii has neither"):
        rig.arm(name)


def test_reversal_lost_strikes_0401_as_well(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.arm("host.reversal_lost:times=2")
    assert rig.code(till.reversal(1, 100)) == "none"
    assert rig.code(till.network("301")) == "00"
    assert rig.code(till.reversal(1, 100, mti="0401")) == "none"
    assert changes(rig) == ["booked"]
    assert rig.code(till.reversal(1, 100, mti="0401")) == "00"


def test_reversal_response_lost(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.arm("host.reversal_response_lost:times=2")
    assert rig.code(till.reversal(1, 100)) == "none"
    assert changes(rig) == ["booked", "reversed"]
    assert rig.code(till.reversal(1, 100, mti="0401")) == "none"
    assert rig.code(till.reversal(1, 100, mti="0401")) == "00"
    assert changes(rig) == ["booked", "reversed"]


def test_settlement_mismatch_wants_an_upload_of_what_was_said(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.arm("host.settlement_mismatch")
    assert rig.code(till.settle(2, Totals(1, 100))) == "95"
    assert rig.code(till.close(3)) == "95"
    assert rig.code(till.upload(1, 100)) == "00"
    answer = rig.ask(till.close(3))
    assert answer is not None
    assert (answer.get(39), answer.get(60)) == ("00", "000002")
    assert changes(rig) == ["booked"]


def test_settlement_response_lost(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.arm("host.settlement_response_lost")
    assert rig.code(till.settle(2, Totals(1, 100))) == "none"
    answer = rig.ask(till.settle(2, Totals(1, 100)))
    assert answer is not None
    assert (answer.get(39), answer.get(60)) == ("00", "000002")


def test_upload_lost_hangs_up_and_can_be_taken_up_again(rig: Rig, till: Till) -> None:
    rig.ask(till.sale(1, 100))
    rig.ask(till.settle(3, Totals(2, 300)))
    rig.arm("host.upload_lost@message(0320,request,nth=2)")
    assert rig.code(till.upload(1, 100)) == "00"
    assert rig.code(till.upload(2, 200)) == "none"
    assert rig.closed == [1]
    rig.connect(2)
    assert rig.code(till.close(4), conn=2) == "95"
    assert rig.code(till.upload(2, 200), conn=2) == "00"
    assert rig.code(till.close(4), conn=2) == "00"


@pytest.mark.parametrize(
    ("moment", "booked"), [("request", []), ("booking", []), ("booked", ["booked"])]
)
def test_a_host_that_goes_down_takes_only_what_was_not_booked(
    rig: Rig, till: Till, moment: str, booked: list[str]
) -> None:
    rig.ask(till.network("001"))
    rig.arm(f"host.down:off_for_ms=2000@message(0200,{moment})")
    assert rig.code(till.sale(1, 100)) == "none"
    assert rig.closed == [1]
    assert changes(rig) == booked
    rig.connect(2)
    assert rig.closed == [1, 2]
    rig.clock.advance(2)
    rig.connect(3)
    assert rig.code(till.sale(1, 100), conn=3) == "00"
    assert changes(rig) == ["booked"]
    assert [p.up for _, p in of(rig.history.events, HostState)] == [False, True]


def test_whoever_wants_to_know_is_told_that_the_host_is_down(rig: Rig) -> None:
    told: list[bool] = []
    rig.host.on_state = told.append
    rig.arm("host.down@now")
    rig.nemesis.mend("host.down")
    assert told == [False, True]


def test_an_effect_of_another_device_is_refused(rig: Rig) -> None:
    with pytest.raises(TypeError, match="GoDown"):
        rig.host.apply(Injected(GoDown(), 1))
