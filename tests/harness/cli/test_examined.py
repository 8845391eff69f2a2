"""``tillproof doctor --lang zh``: what it says, in Chinese."""

import ast
import json
from pathlib import Path

import pytest

from harness import doctor
from harness.cli.examined import in_language
from harness.doctor import BAD, NOTE, OK, Finding
from harness.reports.chinese import in_chinese

from .conftest import Tillproof

REASONS = (
    "pos.wrong_printer: the bench has one printer: set printer.standby = true",
    "host.wrong_mac: iso87-ascii has neither keys nor message authentication: unionpay has",
    "TCP brings every byte once and in order, and a printer's line has no messages",
    "printer.link.slow_close: a serial line has no closing that could come late",
    "this line is TCP, which has no serial settings: set printer.link to pty",
    "pos.disk_full: the POS's disk cannot be watched: its process did not take the library on",
    "pos.clock: the POS's clock cannot be moved: its process did not take it on",
    "pos.kill: there is no pos.command: tillproof did not start the POS",
    "pos.clock: /bin/till is linked statically: nothing can be preloaded into it",
    "pos.kill: a person works the till: it cannot be stopped at an exact moment",
)


def sentences() -> list[str]:
    """Whole sentences of the module, with something in the place of each value."""
    tree = ast.parse(Path(doctor.__file__).read_text(encoding="utf-8"))
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    found = [_text(node) for node in ast.walk(tree) if id(node) not in pieces]
    told = [one for one in found if one.count(" ") > 2 and one not in docs]
    return [one for one in told if not one.startswith((";", "tillproof"))]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(getattr(one, "value", "")) if isinstance(one, ast.Constant) else "«1»"
                       for one in node.values)  # fmt: skip
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_there_are_sentences_enough() -> None:
    assert len(sentences()) > 12


@pytest.mark.parametrize("sentence", [*sentences(), *REASONS])
def test_a_sentence_of_it_is_said_in_chinese(sentence: str) -> None:
    said = in_chinese(sentence)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)
    assert said.count("«1»") == sentence.count("«1»")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Finding("trial sale", OK, "approved, receipt printed"), "批准，小票状态：已打印"),
        (
            Finding("slip 1", OK, "customer copy: total 12.34, trace 000001, batch 000001"),
            "持卡人存根：合计 12.34, 凭证号 000001, 批次 000001",
        ),
        (
            Finding(
                "slip 2",
                NOTE,
                "merchant copy: total 1.00; not found: auth (set a pattern in [receipt]); "
                "the slip says: x",
            ),
            "商户存根：合计 1.00；没有找到：auth（请在 [receipt] 中设置识别规则）；小票原文：x",
        ),
        (
            Finding("sale", BAD, "receipt is 'yes', not one of printed, queued"),
            "应答不符合约定：sale 的 receipt 为 'yes'，应为 printed，queued 之一",
        ),
        (
            Finding("lacks", NOTE, "void, refund: scenarios that need these are not applicable"),
            "void, refund：需要这些能力的场景不适用",
        ),
        (Finding("bench", BAD, "Errno 5: something else"), "Errno 5: something else"),
    ],
)
def test_what_a_till_says_stands_as_it_is(found: Finding, said: str) -> None:
    assert in_language(found, "zh").text == said
    assert in_language(found, "en") == found


def test_on_the_command_line(tillproof: Tillproof, tmp_path: Path) -> None:
    config = tmp_path / "tillproof.toml"
    config.write_text('[pos]\ncommand = ["no-such-till"]\n', encoding="utf-8")
    ended = tillproof("doctor", "--lang", "zh", "--config", str(config))
    assert ended.status == 1
    assert "错误    收银机：pos.command：找不到 'no-such-till'" in ended.out.splitlines()
    document = tillproof("doctor", "--lang", "zh", "--config", str(config), "--format", "json")
    found = {one["topic"]: one for one in json.loads(document.out)["findings"]}
    assert found["POS"]["state"] == "BAD"
    assert "找不到" in found["POS"]["text"]
