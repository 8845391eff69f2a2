"""Scenarios and workloads played at the console, and its wires."""

import threading

import pytest

from harness.explore.gherkin import from_feature

from .conftest import Console

pytestmark = pytest.mark.slow  # a bench

PAPER = """
Feature: Paper
  Scenario: It runs out
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
"""


def feature(*steps: str) -> dict[str, str]:
    lines = "\n".join(f"    {step}" for step in steps)
    return {"kind": "feature", "name": f"Feature: F\n  Scenario: S\n{lines}\n"}


def test_a_feature_is_played_judged_and_left_standing(console: Console) -> None:
    found = console.post("/api/play", {"kind": "feature", "name": PAPER})
    assert found == {"verdict": "pass", "said": []}
    state = console.get("/api/state")
    assert [step["status"] for step in state["playing"]["steps"]] == ["passed"] * 4
    assert state["playing"]["verdict"] == "pass"
    assert len(state["printer"]["slips"]) > 1
    assert console.post("/api/steps", {"do": "sale", "amount": "1.00"})["outcome"] == "approved"
    (batch,) = console.get("/api/state")["acquirer"]["batches"]
    assert [one["amount_minor"] for one in batch["transactions"]] == [1250, 100]
    assert console.post("/api/steps", {"do": "void"})["outcome"] == "approved"


def test_a_step_that_does_not_hold_says_what_was_there(console: Console) -> None:
    asked = feature("When the cashier sells 12.50 by card", "Then the customer was not charged")
    found = console.post("/api/play", asked)
    assert found["verdict"] == "fail"
    assert "expected nothing" in found["said"][0]
    assert any(line.startswith("in the books: trace") for line in found["said"])
    assert [one["status"] for one in console.get("/api/state")["playing"]["steps"]] == [
        "passed",
        "failed",
    ]


def test_a_workload_is_played_and_recorded(console: Console) -> None:
    assert console.post("/api/play", {"kind": "workload", "name": "one_sale"})["verdict"] == "pass"
    console.post("/api/steps", {"do": "sale", "amount": "3.00", "tender": "cash"})
    _, _, text = console.ask("GET", "/api/feature")
    steps = from_feature(text.decode()).workload.steps
    assert [step.do for step in steps][-1:] == ["sale"]
    assert len({step.reference for step in steps if step.do == "sale"}) == len(steps)


def test_every_offer_can_be_asked_for(console: Console) -> None:
    offers = console.get("/api/plays")
    assert {one["kind"] for one in offers} == {"workload", "scenario"}
    chosen = next(one for one in offers if one["title"] == "In the middle of a card receipt")
    asked = {"kind": chosen["kind"], "name": chosen["name"]}
    assert console.post("/api/play", asked)["verdict"] == "pass"
    status, _, answer = console.ask("GET", "/api/feature")
    assert (status, b"a new one is recorded" in answer) == (422, True)
    console.post("/api/reset", {}, 201)
    assert console.get("/api/state")["playing"] is None


def test_what_the_till_cannot_do_is_not_applicable(console: Console) -> None:
    text = PAPER.replace("Feature: Paper", "@dialect.unionpay\nFeature: Paper")
    found = console.post("/api/play", {"kind": "feature", "name": text})
    assert found["verdict"] == "not_applicable"
    assert "unionpay" in found["said"][0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "workload", "name": "one_sail"}, "did you mean one-sale"),
        ({"kind": "scenario", "name": "/etc/passwd:1"}, "nothing of that name"),
        ({"kind": "dance", "name": "x"}, "nothing of that name"),
        ({"kind": "feature", "name": "Feature: x"}, "no scenario"),
        ({"kind": "feature", "name": "what is this"}, "not a feature"),
        ({"kind": "feature"}, "name is a text"),
    ],
)
def test_wrong_plays_are_told(served_console: Console, asked: dict[str, str], said: str) -> None:
    assert said in served_console.post("/api/play", asked, 422)["error"]


def test_a_step_of_ones_own_is_not_known_here(console: Console) -> None:
    found = console.post("/api/play", feature("When the moon rises"))
    assert found["verdict"] == "error"
    assert "no such step" in found["said"][0]


def test_nobody_presses_a_key_while_it_is_played(console: Console) -> None:
    seen: list[int] = []

    def play() -> None:
        seen.append(console.ask("POST", "/api/play", {"kind": "feature", "name": PAPER})[0])

    two = [threading.Thread(target=play) for _ in range(2)]
    for one in two:
        one.start()
    for one in two:
        one.join()
    assert sorted(seen) == [200, 409]


def test_both_wires_are_decoded(console: Console) -> None:
    console.post("/api/steps", {"do": "sale", "amount": "12.50"})
    messages = console.get("/api/wires")
    asked = next(one for one in messages if one["title"].startswith("0200 purchase"))
    assert {"name": "  4 amount, transaction", "value": "000000001250"} in asked["parts"]
    assert asked["upward"]
    cut = [part for one in messages for part in one["parts"] if part["name"].startswith("GS V")]
    assert cut
    assert console.get(f"/api/wires?after={messages[-1]['seq']}") == []
    assert len(console.get("/api/wires?limit=2")) == 2
