"""The driver ``terminal``: tills with a screen, worked by a script."""

import os
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.bench import Bench
from harness.config import Config, ConfigError, parse_config
from harness.events import Invoked, PosEnded, PosReady, PosScreen
from harness.paths import data_dir
from harness.pos.drivers.registry import driver_for, why_not_startable
from harness.pos.process import StartError

# A till of one line: what is typed up to Enter is an order; its answer stands on the next line.
LITTLE_TILL = """
import sys, tty
tty.setcbreak(0)
print("\\x1b[2J\\x1b[HMAIN", flush=True)
order = ""
while (key := sys.stdin.read(1)):
    if key == "\\x1b":
        print("\\x1b[2J\\x1b[HMAIN", flush=True)
        order = ""
    elif key in "\\r\\n":
        ANSWER
        order = ""
    else:
        order += key
"""
SCRIPT = """
home = 'MAIN'
[start]
steps = [{ expect = "MAIN" }]
[sale.card]
steps = [{ press = "{reference}/{amount}<Enter>" }]
answers = [{ screen = '(?P<outcome>APPROVED|DECLINED) (?P<trace>\\d+)' }]
[status]
answers = [{ screen = 'MAIN', says = { ready = true } }]
"""
Make = Callable[..., Config]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A configuration with the little till; ``answer`` is what it does for an order."""

    def made(answer: str = "print('APPROVED 12')", script: str = SCRIPT, **pos: object) -> Config:
        program = textwrap.dedent(LITTLE_TILL).replace(
            "ANSWER", answer.replace("\n", "\n" + 8 * " ")
        )
        (tmp_path / "till.py").write_text(program + "\n", encoding="utf-8")
        (tmp_path / "till.toml").write_text(script, encoding="utf-8")
        own = {"driver": "terminal", "command": [sys.executable, "-uS", "till.py"]}
        given = {"pos": {**own, "script": "till.toml", "reply_within_s": 5.0, **pos}}
        return parse_config(given, "test", tmp_path)

    return made


def test_a_sale_is_keyed_in_and_its_answer_read(make: Make, tmp_path: Path) -> None:
    config = make("print('APPROVED 12' if order == 'T1/12.50' else 'DECLINED 0', flush=True)")
    with Bench(config, tmp_path / "run") as bench:
        assert bench.pos.hello.result["capabilities"] == ["sale.card"]
        reply = bench.operator.sale("T1", 1250)
        assert (reply.outcome, reply.text("trace")) == ("approved", "12")
        assert bench.operator.sale("T2", 1).outcome == "declined"
        assert bench.operator.status().result == {"ready": True}
        lacks = bench.operator.void("T1")
        assert (lacks.status, lacks.reason) == ("not_applicable", "till.toml has no [void]")
    assert [ended.asked for _, ended in bench.history.of(PosEnded)] == [True]


def test_a_screen_that_never_comes_is_told_and_kept(make: Make, tmp_path: Path) -> None:
    answer = "print('PLEASE SIGN 4111111111111111', flush=True)"
    with Bench(make(answer, reply_within_s=0.4), tmp_path / "run") as bench:
        reply = bench.operator.sale("T1", 1250)
    assert reply.status == "unknown"
    assert "[sale.card] in till.toml: the screen showed no answer" in reply.reason
    assert "within 0.4 s; what it showed is in screens/01-sale-card.txt" in reply.reason
    kept = (tmp_path / "run" / "screens" / "01-sale-card.txt").read_text(encoding="utf-8")
    assert "PLEASE SIGN 411111******1111" in kept
    about, blob = next((one.about, one.blob) for _, one in bench.history.of(PosScreen))
    assert (about, bench.history.blobs.get(blob).decode()) == ("sale.card", kept)


def test_an_answer_of_before_is_not_taken_for_a_new_one(make: Make, tmp_path: Path) -> None:
    config = make("print('APPROVED 12', flush=True)", reply_within_s=0.7)
    stays = config.folder / "till.py"
    stays.write_text(stays.read_text().replace('"\\x1b":', '"\\x1c":'))
    with Bench(config, tmp_path / "run") as bench:
        assert bench.operator.sale("T1", 1250).outcome == "approved"
        again = bench.operator.sale("T2", 1250)
    assert again.status == "unknown"
    assert "never showed home, /MAIN/ without an answer of before" in again.reason


def test_a_step_that_is_not_reached_is_named(make: Make, tmp_path: Path) -> None:
    script = SCRIPT.replace('press = "{r', 'expect = "AMOUNT" }, { press = "{r')
    with Bench(make(script=script, reply_within_s=0.3), tmp_path / "run") as bench:
        reason = bench.operator.sale("T1", 1).reason
    assert reason.startswith("step 1 of [sale.card] in till.toml: the screen never showed /AMOUNT/")


def test_a_till_that_ends_says_what_it_showed_last(make: Make, tmp_path: Path) -> None:
    config = make("raise SystemExit('no printer: giving up')")
    with Bench(config, tmp_path / "run") as bench:
        reply = bench.operator.sale("T1", 1250)
        assert bench.operator.sale("T2", 1).reason == "the POS is not running"
    assert reply.reason == (
        "the POS's process ended (status 1); what it showed is in screens/01-the-end.txt"
    )
    assert "giving up" in (tmp_path / "run" / "screens" / "01-the-end.txt").read_text()


def test_a_till_that_is_killed_is_started_again(make: Make, tmp_path: Path) -> None:
    with Bench(make(), tmp_path / "run") as bench:
        bench.arm("pos.kill@now")
        bench.open_shop()
        assert bench.operator.sale("T1", 1250).outcome == "approved"
    assert [ready.start for _, ready in bench.history.of(PosReady)] == [1, 2]


def test_a_key_pressed_twice_is_the_last_one_of_the_script(make: Make, tmp_path: Path) -> None:
    counted = "sold = globals().get('sold', 0) + 1\nprint('APPROVED', sold, flush=True)"
    with Bench(make(counted), tmp_path / "run") as bench:
        bench.arm("operator.double_press")
        bench.operator.sale("T1", 1250)
        assert bench.operator.sale("T2", 1).text("trace") == "3"  # two were made of the first
    presses = [call.repeat for _, call in bench.history.of(Invoked) if call.method == "sale"]
    assert presses[:2] == [False, True]


def test_a_screen_that_never_rests_is_believed_in_the_end(make: Make, tmp_path: Path) -> None:
    spins = "print('APPROVED 12', flush=True)\nimport threading, time\n"
    spins += "def spin():\n    while True:\n        print('\\x1b[5;1H', time.time(), flush=True)\n"
    spins += "        time.sleep(0.002)\nthreading.Thread(target=spin, daemon=True).start()"
    with Bench(make(spins), tmp_path / "run") as bench:
        assert bench.operator.sale("T1", 1250).outcome == "approved"


def test_no_key_is_pressed_while_the_till_starts(make: Make, tmp_path: Path) -> None:
    config = make()
    program = config.folder / "till.py"
    slow = "import select, time\nbusy = select.select([0], [], [], 0.6)[0]\n"
    slow += "print('KEY' if busy else '', flush=True)\n"
    program.write_text(slow + program.read_text().replace("[2J", ""), encoding="utf-8")
    with Bench(config, tmp_path / "run") as bench:
        assert bench.pos.hello.status == "ok"
        assert "KEY" not in bench.pos._driver.text  # type: ignore[attr-defined]


def test_a_flood_drowns_nobody(make: Make, tmp_path: Path) -> None:
    flood = "for n in range(500): print('x' * 200)\nprint('\\x1b[2J\\x1b[HAPPROVED 1', flush=True)"
    with Bench(make(flood), tmp_path / "run") as bench:
        assert bench.operator.sale("T1", 1250).outcome == "approved"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'MAIN'\n[start]", "'MAIN('\n[start]", r"home = 'MAIN\(': the pattern does not compile"),
        ("<Enter>", "<Return>", r"sale.card.steps.0.press.*there is no key <Return>"),
        ("{amount}", "{sum}", r"\{sum\} is not known; there is reference, amount"),
        ("P<trace>", "P<tracee>", "the contract knows no tracee"),
        (
            '{ expect = "MAIN" }',
            "{ }",
            "start.steps.0: a step is one of press, click",
        ),
        ("home = 'MAIN'", "homes = 'MAIN'", "home is missing\n.*unknown key homes"),
        ("[status]", "[status", "till.toml is not TOML"),
        ('press = "{r', 'click = "{r', r"\[sale.card\]: there is nothing to click or fill"),
        ("home =", "encoding = 'utf-9'\nhome =", "there is no such encoding"),
    ],
)
def test_a_mistake_in_the_script_is_a_sentence(make: Make, old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        driver_for(make(script=SCRIPT.replace(old, new)))


def named(config: Config, script: str) -> Config:
    return config.model_copy(update={"pos": config.pos.model_copy(update={"script": script})})


def test_what_is_not_there(make: Make, tmp_path: Path) -> None:
    assert "needs pos.script" in str(why_not_startable(named(make(), "")))
    gone = why_not_startable(named(make(), "no.toml"))
    assert "no.toml cannot be read: No such file" in str(gone)
    with (
        pytest.raises(StartError, match=r"pos.command 'no-such'.*not found"),
        Bench(make(command=["no-such"]), tmp_path / "run"),
    ):
        pass


def test_a_full_screen_till_sells_prints_and_recovers(tmp_path: Path) -> None:
    folder = data_dir("fixtures") / "pos-curses"
    pos = {"driver": "terminal", "command": [sys.executable, str(folder)]}
    config = parse_config(
        {"pos": {**pos, "script": os.fspath(folder / "till.toml")}}, "test", tmp_path
    )
    with Bench(config, tmp_path / "run") as bench:
        bench.arm("pos.kill@message(purchase,booked)")
        bench.operator.sale("T1", 1250)
        bench.settle()
        reply = bench.operator.sale("T2", 999)
        assert (reply.outcome, reply.receipt) == ("approved", "printed"), reply
        assert bench.operator.settle().result["totals"] == {
            "debits_count": 1, "debits_amount": 999, "credits_count": 0, "credits_amount": 0,
        }  # fmt: skip
