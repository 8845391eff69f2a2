"""The timeline: routine folded, what matters on its own."""

import dataclasses
import string
from typing import Any

import pytest

from emulators.events import Event, Payload, payloads
from emulators.history_file import load_events
from emulators.links.events import Sent
from emulators.printer.events import LineBurnt
from harness.events import OperatorDid, Returned
from harness.reports.phrases import PHRASES, VARIANTS
from harness.reports.sentences import Speaker
from harness.reports.summary import Status
from harness.reports.timeline import timeline
from harness.reports.values import in_words
from harness.vocabulary import load_vocabulary

load_vocabulary()
SAY = Speaker("en", 156)


def line(number: int, *, legible: bool = True) -> LineBurnt:
    return LineBurnt(1, number, f"line {number}", 34, 0, 33, 0, 9, 9, 9, legible)


def test_routine_is_folded_and_added_up(shop: Any) -> None:
    for number in (1, 2, 3):
        shop.record("printer.link", Sent(1, 0, 500))
        shop.record("printer", line(number))
    (row,) = timeline(shop.history.events, SAY)
    assert (row.sentence, row.device) == ("3 lines printed · 1,500 bytes sent", "printer")


def test_what_a_violation_points_to_stands_alone(shop: Any) -> None:
    for number in (1, 2, 3, 4, 5):
        shop.record("printer", line(number))
    rows = timeline(shop.history.events, SAY, pinned=(3,))
    assert [(row.seq, row.tone, row.key_moment) for row in rows] == [
        (1, "", False),
        (3, "pinned", True),
        (4, "", False),
    ]


def test_a_line_that_cannot_be_read_stands_alone(shop: Any) -> None:
    for number in (1, 2, 3):
        shop.record("printer", line(number, legible=number != 2))
    assert "cannot be read" in timeline(shop.history.events, SAY)[1].sentence


def test_a_fault_is_marked_with_its_cause_until_it_is_mended(make_scenario: Any) -> None:
    events = load_events(make_scenario(1, Status.FAIL).folder.history)
    rows = timeline(events, SAY)
    fault = next(row for row in rows if row.tone == "fault")
    assert fault.sentence.startswith("printer.paper_out strikes printer")
    assert fault.cause in {row.seq for row in rows}
    during = [row for row in rows if row.during]
    mended = next(row for row in rows if row.tone == "mended")
    assert during[0] is fault
    assert during[-1].seq < mended.seq


def test_polls_are_folded_until_they_tell_something_new(shop: Any) -> None:
    shop.polls(5, ready=True)
    shop.polls(5, ready=False, alerts=["Load paper"])
    told = [row.sentence for row in timeline(shop.history.events, SAY) if row.key_moment]
    assert told == [
        "Till answers status: ready",
        "Till answers status: not ready, alerts Load paper",
    ]


def test_a_status_says_what_stands_out(shop: Any) -> None:
    shop.polls(1, ready=True, pending={"reversals": 2, "receipts": 0}, unsettled=0, extra=[1])
    told = timeline(shop.history.events, SAY)[-1].sentence
    assert told == "Till answers status: ready, pending reversals 2"


_ODD = [
    "[]",
    "12",
    "not JSON",
    "null",
    '{"ready": []}',
    '{"alerts":' + "[" * 9000 + "]" * 9000 + "}",
]


@pytest.mark.parametrize("answer", _ODD, ids=range(6))
def test_a_till_may_answer_anything_to_a_look_at_its_status(shop: Any, answer: str) -> None:
    shop.record("operator", Returned(1, "status", "ok", "", "", answer))
    assert timeline(shop.history.events, SAY)[0].sentence.startswith("Till answers status")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", sorted(k for k in payloads() if not k.startswith("test.")))
def test_every_kind_of_event_has_a_sentence(kind: str, lang: str) -> None:
    """Whatever its fields say: no name in braces is left, and no kind is shown raw."""
    for flag in (True, False):
        said = Speaker(lang, 156).say(Event(1, 0, "d", 0, "", 1, None, "known", made(kind, flag)))
        assert said
        assert not said.startswith(kind)
        assert "{" not in said


def made(kind: str, flag: bool) -> Payload:
    cls = payloads()[kind]
    values: dict[str, object] = {"str": "word", "int": 7, "float": 1.5, "bool": flag}
    return cls(**{f.name: values.get(str(getattr(f.type, "__name__", f.type)), ()) for f in
                  dataclasses.fields(cls)})  # fmt: skip


def test_every_phrase_names_fields_that_there_are() -> None:
    extra = {"title", "told"}
    for key, both in PHRASES.items():
        kind = next(kind for kind in payloads() if key == kind or key.startswith(f"{kind}."))
        known = {field.name for field in dataclasses.fields(payloads()[kind])} | extra
        for text in both:
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= known, key
        assert key == kind or kind in VARIANTS


def test_a_kind_without_a_sentence_is_shown_with_its_fields() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Odd(Payload):
        """Something odd."""

        answer: int = 42

    Odd.kind = "odd.kind"
    assert SAY.say(Event(1, 0, "d", 0, "", 1, None, "known", Odd())) == (
        "Something odd. (answer 42)"
    )


SPOKEN = [
    (Returned(1, "sale", "ok", "approved", "queued", "{}"), "收银机应答 消费：批准（小票 待打印）"),
    (
        Returned(1, "status", "ok", "", "", '{"ready": false, "printer": "paper_out"}'),
        "收银机应答 查看状态：未就绪，打印机 缺纸",
    ),
    (OperatorDid("mends everything"), "操作员：排除全部故障"),
]


@pytest.mark.parametrize(("payload", "said"), SPOKEN)
def test_values_that_are_words_for_people_are_said_in_chinese(payload: Payload, said: str) -> None:
    event = Event(1, 0, "d", 0, "", 1, None, "known", payload)
    assert Speaker("zh", 156).say(event) == said


def test_what_is_no_word_stays_as_it_is() -> None:
    assert in_words("GS ( H", "zh") == "GS ( H"
    assert in_words("approved", "en") == "approved"
