"""Attribution: each answer to its question, whatever the pieces in which the bytes come."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from harness.lab.questions import ASB, BLOCK, BYTE, OURS, REALTIME, Question, Questions

POS = 1


def urgent(asker: int, n: int) -> Question:
    return Question(asker, f"DLE EOT {n}", REALTIME, urgent=True)


def process_id(asker: int, name: bytes) -> Question:
    return Question(asker, "GS ( H 48", BLOCK, b"\x37\x22" + name)


def asked(*questions: Question) -> Questions:
    open_ones = Questions()
    for question in questions:
        open_ones.ask(question, 0.0)
    return open_ones


def test_real_time_answers_come_in_the_order_of_asking() -> None:
    first, second = urgent(POS, 1), urgent(OURS, 2)
    found = asked(first, second).feed(b"\x12\x1a")
    assert [(one.question, one.data) for one in found] == [(first, b"\x12"), (second, b"\x1a")]


def test_a_process_id_tells_by_itself_whose_it_is() -> None:
    ours, theirs = process_id(OURS, b"~000"), process_id(POS, b"abcd")
    found = asked(ours, theirs).feed(b"\x37\x22abcd\x00")
    assert found[0].question is theirs


def test_what_was_passed_over_is_not_answered_any_more() -> None:
    ours, theirs = process_id(OURS, b"~000"), process_id(POS, b"abcd")
    questions = asked(ours, theirs)
    questions.feed(b"\x37\x22abcd\x00")
    assert not questions.open


def test_real_time_status_overtakes_what_is_answered_in_turn() -> None:
    model, state = Question(POS, "GS I 1", BYTE), urgent(OURS, 1)
    found = asked(model, state).feed(b"\x12\x20")
    assert [one.question for one in found] == [state, model]


def test_a_model_number_that_looks_like_a_block_is_a_byte() -> None:
    model = Question(POS, "GS I 1", BYTE)
    found = asked(model).feed(b"\x37")
    assert found[0].question is model


def test_automatic_status_belongs_to_no_question() -> None:
    found = asked(urgent(POS, 1)).feed(b"\x18\x00\x00\x0f\x12")
    assert [(one.form, one.question is None) for one in found] == [(ASB, True), (REALTIME, False)]


def test_what_never_comes_is_given_up_after_a_while() -> None:
    late = urgent(POS, 1)
    questions = asked(late)
    assert questions.expire(0.5) == []
    assert questions.expire(1.5) == [late]


@given(st.data())
def test_the_pieces_in_which_bytes_come_make_no_difference(data: st.DataObject) -> None:
    stream = b"\x12\x37\x22~000\x00\x10\x00\x00\x00\x5fTM-T88V\x00\x1a\x37\x22abcd\x00"

    def fresh() -> Questions:
        name = Question(POS, "GS I 67", BLOCK, b"\x5f")
        ids = process_id(OURS, b"~000"), process_id(POS, b"abcd")
        return asked(urgent(POS, 1), ids[0], name, urgent(OURS, 2), ids[1])

    def told(questions: Questions, pieces: list[bytes]) -> list[tuple[bytes, str]]:
        found = [one for piece in pieces for one in questions.feed(piece)]
        return [(one.data, one.question.request if one.question else "") for one in found]

    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1))))
    edges = [0, *cuts, len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    assert told(fresh(), pieces) == told(fresh(), [stream])


@given(st.binary(max_size=200))
def test_whatever_comes_goes_out_again(data: bytes) -> None:
    questions = asked(urgent(POS, 1), process_id(OURS, b"~000"))
    found = b"".join(one.data for one in questions.feed(data)) + questions.flush()
    assert found == data
