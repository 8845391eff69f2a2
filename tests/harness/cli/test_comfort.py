"""Help, completion, colours and progress: what makes a tool pleasant at a terminal."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from harness.cli import VERBS, main, tillproof
from harness.cli.examples import EXAMPLES
from harness.cli.progress import Progress

from .conftest import Tillproof


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_help_with_examples(tillproof: Tillproof, verb: str) -> None:
    said = tillproof(verb, "--help").out
    assert "\\b" not in said
    assert re.search(rf"^ +.*tillproof {verb}\b", said, re.MULTILINE), "no example"


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_every_option_of_an_example_exists(line: str) -> None:
    verb, *words = line.partition("tillproof ")[2].split()
    command = tillproof.get_command(click.Context(tillproof), verb)
    assert command is not None
    known = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(tillproof: Tillproof, shell: str) -> None:
    ended = tillproof("completion", shell)
    assert ended.status == 0
    assert "_TILLPROOF_COMPLETE" in ended.out


def completed(words: str) -> list[str]:
    """What bash would offer behind these words."""
    asked = words.split(" ")
    env = {
        **os.environ,
        "_TILLPROOF_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(asked) - 1),
    }
    call = "from harness.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call], env=env, capture_output=True, text=True, check=True
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("tillproof exp", ["explore", "explain"]),
        ("tillproof run --sh", ["--shard"]),
        ("tillproof printer --fault printer.paper_o", ["printer.paper_out"]),
        ("tillproof run --skip charged", ["charged-once"]),
    ],
)
def test_verbs_options_and_names_are_completed(words: str, offered: list[str]) -> None:
    assert completed(words) == offered


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_takes_the_script(tillproof: Tillproof, tmp_path: Path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(tillproof("completion", "bash").out, encoding="utf-8")
    checked = f"source {script} && complete -p tillproof"
    done = subprocess.run(["bash", "-c", checked], capture_output=True, text=True, check=True)
    assert "_tillproof_completion" in done.stdout


class Terminal(io.StringIO):
    """Takes for itself that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_long_thing_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now_s[0])
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    progress = Progress("scenarios")
    progress.show(1, 4)
    assert screen.getvalue() == ""
    now_s[0] = 20.0
    progress.show(2, 4, "1 failed")
    assert "2/4 scenarios · 1 failed · about 20 s left" in screen.getvalue()
    progress.close()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_without_a_terminal_there_is_no_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress("scenarios")
    now_s = [progress._start_s + 60]
    monkeypatch.setattr("time.monotonic", lambda: now_s[0])
    progress.show(2, 4)
    progress.say("a line")
    progress.close()
    assert capsys.readouterr() == ("a line\n", "")


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_is_heeded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_color: str, *, coloured: bool
) -> None:
    (tmp_path / "history.jsonl").touch()
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys, "stdout", screen := Terminal())
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path)])
    assert ("\x1b[" in screen.getvalue()) is coloured
