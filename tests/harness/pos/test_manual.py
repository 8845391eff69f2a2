"""The driver ``manual``: a person at a terminal, who is played here."""

import io
import os
import pty
import re
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.bench import Bench
from harness.config import Config, parse_config
from harness.errors import NotApplicable
from harness.pos.drivers.manual import TERMINAL_VARIABLE
from harness.runs import Request, run

Answers = list[tuple[str, str]]


class Person:
    """Reads what is asked and types the answer to it; keeps all that was said."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.seen = answers, ""
        self._own, self._theirs = pty.openpty()
        tty.setcbreak(self._theirs)
        self.path = os.ttyname(self._theirs)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        fresh = ""
        while data := os.read(self._own, 4096).decode():
            self.seen += data
            fresh += data
            if "bye" in fresh:
                return
            if fresh.endswith("> ") and "?" in fresh:
                question, fresh = fresh, ""
                os.write(self._own, f"{self._answer(question)}\n".encode())

    def _answer(self, question: str) -> str:
        for place, (pattern, answer) in enumerate(self.answers):
            if re.search(pattern, question):
                if pattern.startswith("(?x)"):  # once
                    del self.answers[place]
                return answer
        return ""

    def leave(self) -> None:
        os.write(self._theirs, b"bye")
        self._thread.join()
        os.close(self._own)
        os.close(self._theirs)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Sells and voids; cannot refund; answers once in a way that is not one of the words."""
    one = Person(
        [
            ("(?x)mumbles|Sell", "hm"),
            ("till[ ]say", "appr"),
            ("of the slip", "printed"),
        ]
    )
    monkeypatch.setenv(TERMINAL_VARIABLE, one.path)
    yield one
    one.leave()


def manual(folder: Path) -> Config:
    return parse_config({"pos": {"driver": "manual", "settling_s": 0.01}}, "test", folder)


def test_a_person_is_told_what_to_do_and_asked(person: Person, tmp_path: Path) -> None:
    with Bench(manual(tmp_path), tmp_path / "run") as bench:
        assert bench.pos.hello.text("name") == "a till worked by hand"
        reply = bench.operator.sale("T1", 1250)
        assert (reply.outcome, reply.receipt) == ("approved", "printed")
        person.answers = [("till say", "lacking")]
        assert bench.operator.refund("T2", 100).status == "not_applicable"
        person.answers = [("till say", "unsure")]
        assert bench.operator.void("T1").status == "unknown"
        person.answers = [("ready for", "PAPER OUT")]
        told = bench.operator.status().result
        assert told == {"ready": False, "alerts": ["PAPER OUT"]}
        with pytest.raises(NotApplicable, match="a person works the till"):
            bench.arm("pos.kill@now")
        person.answers = []
    assert "TILLPROOF_PRINTER = tcp://" in person.seen
    assert "Sell 12.50 by card, order T1: card 4111111111111111" in person.seen
    assert "'hm' is not one of them." in person.seen


def test_without_a_terminal_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TERMINAL_VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    config = tmp_path / "tillproof.toml"
    config.write_text('[pos]\ndriver = "manual"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="standard input is no terminal: run it in a terminal"):
        run(Request(config=config, results_dir=tmp_path), lambda _: None)


def test_one_person_works_one_till(tmp_path: Path, person: Person) -> None:
    config = tmp_path / "tillproof.toml"
    config.write_text('[pos]\ndriver = "manual"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="one person works one till at a time"):
        run(Request(config=config, results_dir=tmp_path, jobs=2), lambda _: None)
