"""China UnionPay on the wire: a terminal of its own making against the host."""

import pytest

from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.events import Request, Response
from emulators.acquirer.settings import HostSettings
from emulators.acquirer.totals import NOTHING, Totals
from tests.emulators.acquirer.rig import Rig, kept
from tests.emulators.acquirer.unionpay_till import (
    CARD,
    FOREIGN,
    HEADER,
    TURNED,
    Terminal,
    pin_block,
)


class Bench:
    """A host of this dialect and one terminal that has signed on."""

    def __init__(self, settings: HostSettings | None = None) -> None:
        self.rig = Rig(settings, dialect=dialect("unionpay"))
        self.till = Terminal()
        self.sign_on()

    def ask(self, message: bytes) -> dict[str, str]:
        before = len(self.rig.raw)
        self.rig.host.feed(1, message)
        assert len(self.rig.raw) == before + 1
        return self.till.read(self.rig.raw[-1])

    def code(self, message: bytes) -> str:
        return self.ask(message).get("39", "none")

    def sign_on(self, wanted: str = "003") -> dict[str, str]:
        answer = self.ask(self.till.sign_on(wanted))
        self.till.double = wanted != "001"
        self.till.take_keys(answer)
        self.till.batch = answer["60"][2:8]
        return answer

    def changes(self) -> list[str]:
        return [f"{row.kind_of} {row.change}" for row in self.rig.host.books.journal]


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(("wanted", "octets"), [("001", 24), ("003", 40), ("004", 60)])
def test_sign_on_brings_keys_that_the_terminal_can_check(
    bench: Bench, wanted: str, octets: int
) -> None:
    answer = bench.sign_on(wanted)
    assert (answer["t"], answer["39"], len(answer["62"]) // 2) == ("0810", "00", octets)
    assert answer["60"] == f"00000001{wanted}"
    assert answer["h"] == TURNED + HEADER
    assert bench.code(bench.till.money("purchase", 1, 1250)) == "00"
    assert bench.till.wrong_macs == []


def test_a_sale_is_answered_and_vouched_for(bench: Bench) -> None:
    answer = bench.ask(bench.till.money("purchase", 1, 1250))
    assert [answer[n] for n in ("t", "3", "4", "11", "39", "60", "63")] == [
        "0210",
        "000000",
        "000000001250",
        "000001",
        "00",
        "22000001000",
        "CUP",
    ]
    assert len(answer["64"]) == 16
    assert bench.till.wrong_macs == []


def test_a_decline_says_why_in_chinese(bench: Bench) -> None:
    declined = {2: "4000000000000002"}
    answer = bench.ask(bench.till.money("purchase", 1, 1250, declined))
    assert (answer["39"], answer["63"]) == ("51", "VIS余额不足")
    assert "38" not in answer
    assert bench.till.wrong_macs == []


def test_the_card_may_stand_in_track_2_alone(bench: Bench) -> None:
    track = f"{CARD}D30122011234567"
    swiped = bench.till.money("purchase", 1, 1250, {2: None, 35: track})
    assert bench.code(swiped) == "00"
    assert bench.rig.host.books.journal[0].card == "622202*********0128"
    expired = {2: None, 35: f"{CARD}D20012011234567"}
    assert bench.code(bench.till.money("purchase", 2, 1250, expired)) == "54"


def test_a_wrong_mac_is_a0_and_books_nothing(bench: Bench) -> None:
    good = bench.till.money("purchase", 1, 1250)
    assert bench.code(good[:-1] + bytes([good[-1] ^ 1])) == "A0"
    more = good.replace(bytes.fromhex("000000001250"), bytes.fromhex("000000001251"))
    assert bench.code(more) == "A0"
    assert bench.changes() == []
    assert bench.code(good) == "00"


def test_without_keys_a_sale_is_a0(bench: Bench) -> None:
    bench.rig.dialect.drop_keys("TP000001")
    assert bench.code(bench.till.money("purchase", 1, 1250)) == "A0"


def test_new_keys_make_the_old_ones_wrong(bench: Bench) -> None:
    old = bench.till.money("purchase", 1, 1250)
    bench.sign_on()
    assert bench.code(old) == "A0"
    assert bench.code(bench.till.money("purchase", 1, 1250)) == "00"


@pytest.mark.parametrize("wanted", ["001", "003"])
@pytest.mark.parametrize(("pin", "code"), [("1234", "00"), ("4321", "55")])
def test_the_pin_is_deciphered_and_compared(bench: Bench, wanted: str, pin: str, code: str) -> None:
    bench.sign_on(wanted)
    card = "6200000000000005"
    block = pin_block(pin, card, bench.till.pin_key)
    change = {2: card, 26: "12", 52: block, 53: "2600000000000000"}
    assert bench.code(bench.till.money("purchase", 1, 1250, change)) == code


def test_a_pin_block_under_another_key_is_99(bench: Bench) -> None:
    block = pin_block("1234", CARD, bytes(range(16)))
    assert bench.code(bench.till.money("purchase", 1, 1250, {52: block})) == "99"
    assert bench.changes() == []


def test_a_reversal_copies_its_original_and_is_repeated_as_0400(bench: Bench) -> None:
    sale = bench.ask(bench.till.money("purchase", 1, 1250))
    reason = {2: None, 39: "98"}
    reversal = bench.till.money("purchase", 1, 1250, reason, mti="0400")
    first = bench.ask(reversal)
    assert (first["t"], first["39"], first["37"]) == ("0410", "00", sale["37"])
    assert bench.ask(reversal) == first
    assert bench.changes() == ["purchase booked", "purchase reversed"]


def test_a_void_names_its_sale_by_reference_or_by_batch_and_trace(bench: Bench) -> None:
    sale = bench.ask(bench.till.money("purchase", 1, 1250))
    wrong = {37: sale["37"], 38: sale["38"], 61: "000001000009"}
    assert bench.code(bench.till.money("void", 2, 1250, wrong)) == "25"
    assert bench.code(bench.till.money("void", 3, 1249, {61: "000001000001"})) == "64"
    right = {37: sale["37"], 38: sale["38"], 61: "000001000001"}
    assert bench.code(bench.till.money("void", 4, 1250, right)) == "00"


def test_a_refund_is_0220_and_repeated_instead_of_reversed(bench: Bench) -> None:
    sale = bench.ask(bench.till.money("purchase", 1, 1250))
    refund = bench.till.money("refund", 2, 500, {37: sale["37"], 61: "0" * 16})
    first = bench.ask(refund)
    assert (first["t"], first["39"]) == ("0230", "00")
    assert bench.ask(refund) == first
    assert bench.code(bench.till.money("refund", 2, 500, mti="0400")) == "12"
    assert bench.changes() == ["purchase booked", "refund booked"]


def test_a_repeat_under_new_keys_is_still_a_repeat(bench: Bench) -> None:
    first = bench.ask(bench.till.money("refund", 2, 500))
    bench.sign_on("003")
    again = bench.ask(bench.till.money("refund", 2, 500))
    assert (again["39"], again["37"]) == ("00", first["37"])
    assert bench.code(bench.till.money("refund", 2, 501)) == "94"
    assert bench.changes() == ["refund booked"]


def test_preauthorisation_and_what_belongs_to_it(bench: Bench) -> None:
    held = bench.ask(bench.till.money("preauth", 1, 10000))
    named = {38: held["38"], 61: "0000010000010105"}
    assert bench.code(bench.till.money("completion", 2, 11501, named)) == "13"
    done = bench.ask(bench.till.money("completion", 3, 11500, named))
    assert done["39"] == "00"
    assert bench.code(bench.till.money("completion", 4, 100, named)) == "12"
    assert bench.code(bench.till.money("preauth_void", 5, 10000, named)) == "12"
    undo = {37: done["37"], 61: "000001000003"}
    assert bench.code(bench.till.money("completion_void", 6, 11500, undo)) == "00"
    assert bench.code(bench.till.money("preauth_void", 7, 10000, named)) == "00"
    assert bench.rig.host.books.balance("TP000001") == Totals(1, 11500, 1, 11500)
    assert bench.rig.host.books.audit() == []


def test_a_completion_advice_is_taken_as_it_is(bench: Bench) -> None:
    held = bench.ask(bench.till.money("preauth", 1, 10000))
    advice = bench.till.money("completion_advice", 2, 9000, {38: held["38"]})
    assert bench.ask(advice)["t"] == "0230"
    assert bench.changes()[-2:] == ["completion booked", "preauth completed"]


def test_a_balance_query_books_nothing(bench: Bench) -> None:
    card = {2: "6200000000000005", 4: None}
    answer = bench.ask(bench.till.money("query", 1, 0, card))
    assert (answer["39"], answer["54"]) == ("00", "0002156C000000250000")
    assert bench.changes() == []


def test_settlement_that_agrees_closes_and_the_next_sign_on_tells_the_batch(bench: Bench) -> None:
    bench.ask(bench.till.money("purchase", 1, 1250))
    bench.ask(bench.till.money("purchase", 2, 700, {2: FOREIGN}))
    answer = bench.ask(bench.till.settle(3, Totals(1, 1250), Totals(1, 700)))
    assert answer["t"] == "0510"
    assert "39" not in answer
    assert (answer["48"][30], answer["48"][61]) == ("1", "1")
    assert answer["48"][:15] == "000000001250001"
    assert bench.ask(bench.till.settle(3, Totals(1, 1250), Totals(1, 700)))["48"] == answer["48"]
    assert bench.code(bench.till.end(4, 0, "207")) == "00"
    assert bench.code(bench.till.control("002")) == "00"
    bench.sign_on()
    assert bench.till.batch == "000002"


def test_settlement_that_differs_is_put_right_by_an_upload(bench: Bench) -> None:
    bench.ask(bench.till.money("purchase", 1, 1250))
    bench.ask(bench.till.money("purchase", 2, 700, {2: FOREIGN}))
    answer = bench.ask(bench.till.settle(3, Totals(1, 1250), Totals(2, 1000)))
    assert (answer["48"][30], answer["48"][61]) == ("1", "2")
    assert bench.code(bench.till.end(4, 3, "207")) == "95"
    first = bench.till.upload(5, [(1, CARD, 1250), (2, FOREIGN, 700)])
    assert [bench.code(first), bench.code(first)] == ["00", "00"]
    refused = bench.ask(bench.till.end(6, 3, "202"))
    assert (refused["39"], len(refused["37"])) == ("95", 12)
    assert bench.code(bench.till.upload(7, [(9, FOREIGN, 300)])) == "00"
    assert bench.code(bench.till.end(8, 4, "202")) == "95"
    assert bench.code(bench.till.end(8, 3, "202")) == "00"
    batch = bench.rig.host.books.batch("TP000001", "000001")
    assert batch is not None
    assert (batch.closed_how, batch.closed_totals) == ("upload", Totals(3, 2250))
    assert bench.rig.host.books.audit() == []


def test_refunds_are_uploaded_one_by_one(bench: Bench) -> None:
    bench.ask(bench.till.money("refund", 1, 400))
    bench.ask(bench.till.settle(2, Totals(1, 100, 1, 400)))
    assert bench.code(bench.till.upload(3, [(7, CARD, 100)])) == "00"
    assert bench.code(bench.till.money("refund", 1, 400, mti="0320")) == "00"
    assert bench.code(bench.till.end(4, 2, "202")) == "00"
    assert bench.changes() == ["refund booked", "purchase uploaded"]


def test_a_settlement_of_an_unknown_batch_is_an_error(bench: Bench) -> None:
    bench.till.batch = "000009"
    answer = bench.ask(bench.till.settle(1, NOTHING, NOTHING))
    assert (answer["48"][30], answer["48"][61]) == ("3", "3")


def test_echo_and_codes_of_its_own(bench: Bench) -> None:
    assert bench.ask(bench.till.control("301"))["t"] == "0830"
    bench.till.terminal = "TP000009"
    assert bench.code(bench.till.control("301")) == "97"


@pytest.mark.parametrize(("fault", "code"), [("host.keys_expired", "A0"), ("host.busy", "91")])
def test_faults_that_are_told(bench: Bench, fault: str, code: str) -> None:
    bench.rig.arm(fault)
    assert bench.code(bench.till.money("purchase", 1, 1250)) == code


def test_expired_keys_stay_so_until_the_next_sign_on(bench: Bench) -> None:
    bench.rig.arm("host.keys_expired:code=99")
    assert bench.code(bench.till.money("purchase", 1, 1250)) == "99"
    assert bench.code(bench.till.money("purchase", 2, 1250)) == "A0"
    bench.sign_on()
    assert bench.code(bench.till.money("purchase", 2, 1250)) == "00"


def test_keys_that_have_expired_refuse_a_repeat_of_what_is_booked(bench: Bench) -> None:
    assert bench.code(bench.till.money("refund", 1, 400)) == "00"
    bench.rig.arm("host.keys_expired")
    assert bench.code(bench.till.money("refund", 1, 400)) == "A0"
    bench.sign_on()
    assert bench.code(bench.till.money("refund", 1, 400)) == "00"
    assert bench.changes() == ["refund booked"]


def test_a_spoilt_mac_is_seen_and_the_sale_is_booked(bench: Bench) -> None:
    bench.rig.arm("host.wrong_mac")
    assert bench.code(bench.till.money("purchase", 1, 1250)) == "00"
    assert bench.till.wrong_macs == ["000001"]
    assert bench.changes() == ["purchase booked"]


def test_a_mismatched_answer_has_a_mac_that_is_right(bench: Bench) -> None:
    bench.rig.arm("host.mismatched_response:which=amount")
    assert bench.ask(bench.till.money("purchase", 1, 1250))["4"] == "000000001251"
    assert bench.till.wrong_macs == []


@pytest.mark.parametrize("there_is_one", [False, True])
def test_an_answer_for_another_terminal_has_the_mac_of_the_one_that_asked(
    there_is_one: bool,
) -> None:
    bench = Bench(HostSettings(terminals=("*",)))
    if there_is_one:
        bench.rig.ask(Terminal("TP000000").sign_on("003"))
    bench.rig.arm("host.mismatched_response:which=terminal")
    assert bench.ask(bench.till.money("purchase", 1, 1250))["41"] == "TP000000"
    assert bench.till.wrong_macs == []


def test_a_fault_makes_a_settlement_differ_that_does_not(bench: Bench) -> None:
    bench.rig.arm("host.settlement_mismatch")
    answer = bench.ask(bench.till.settle(1, NOTHING, NOTHING))
    assert (answer["48"][30], answer["48"][61]) == ("2", "2")
    assert bench.code(bench.till.end(2, 0, "202")) == "00"


def test_nothing_that_is_kept_shows_a_card_track_or_pin(bench: Bench) -> None:
    track = f"{CARD}D30122011234567"
    block = pin_block("1234", CARD, bench.till.pin_key)
    bench.ask(bench.till.money("purchase", 1, 1250, {35: track, 52: block}))
    bench.ask(bench.till.upload(2, [(1, CARD, 1250)]))
    found = repr(bench.rig.history.events)
    for item in bench.rig.history.events:
        if isinstance(item.payload, Request | Response):
            found += kept(bench.rig.history, item.payload).hex()
    for secret in (CARD, track, block, "30122011234567"):
        assert secret.lower() not in found.lower()
