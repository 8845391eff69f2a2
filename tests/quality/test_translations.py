"""Each page in ``docs/zh`` says what its original does: what one has, the other has."""

import pytest

from harness.bdd.runner import load_shipped_steps
from tests.quality.translated import CHINESE, DOCS, STAMPS, Block, blocks, stamps


def parted(original: str, translation: str) -> list[tuple[Block, Block]]:
    """The blocks that are not the same in both."""
    load_shipped_steps()
    both = zip(blocks(original), blocks(translation), strict=False)
    return [(en, zh) for en, zh in both if (en.kind, en.signs) != (zh.kind, zh.signs)]


def test_what_init_writes_and_what_qa_teams_read_is_there() -> None:
    assert CHINESE == ["contract.md", "dialects.md", "gateway.md", "qa.md"]


@pytest.mark.parametrize("name", CHINESE)
def test_a_translation_has_what_its_original_has(name: str) -> None:
    """Headings, rows, points, names in code, numbers, links and examples, one after the other."""
    pages = [(folder / name).read_text(encoding="utf-8") for folder in (DOCS, DOCS / "zh")]
    assert parted(*pages) == []
    assert len(blocks(pages[0])) == len(blocks(pages[1]))


def test_no_original_has_changed_since_it_was_translated() -> None:
    """Else: put what is new into ``docs/zh``, then ``python -m tests.quality.translated``."""
    assert STAMPS.read_text(encoding="utf-8") == stamps()


ORIGINAL = """\
# Calls

A `sale` within 15 s.

| method | result |
|---|---|
| `sale` | `outcome` |

* `ready`: [more](more.md).

    wait_s = 15    # seconds
    name = "Our till"
"""
CHANGES = {
    "a name in code": ("`outcome`", "`receipt`"),
    "a number": ("15 秒内", "16 秒内"),
    "a row": ("| `sale` | `outcome` |\n", ""),
    "a cell": ("| `outcome` |", "| `outcome` | |"),
    "a heading": ("# 调用", "## 调用"),
    "a link": ("(more.md)", "(less.md)"),
    "code": ("wait_s = 15 ", "wait_s = 10 "),
    "a point": ("* `ready`：[详见](more.md)。\n", ""),
}
TRANSLATION = """\
# 调用

15 秒内完成 `sale`。

| 方法 | 结果 |
|---|---|
| `sale` | `outcome` |

* `ready`：[详见](more.md)。

    wait_s = 15    # 秒
    name = "我们的收银机"
"""


def test_words_and_remarks_may_differ() -> None:
    assert parted(ORIGINAL, TRANSLATION) == []


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_in_one_only_is_seen(what: str) -> None:
    old, new = CHANGES[what]
    assert old in TRANSLATION
    assert parted(ORIGINAL, TRANSLATION.replace(old, new))


def test_a_step_is_the_same_in_both_languages() -> None:
    english = """\
    Feature: Paper
      Scenario: Out
        When the cashier sells 12.50 by card
"""
    chinese = """\
    # language: zh-CN
    功能: 打印纸
      场景: 用完
        当收银员刷卡消费12.50元
"""
    assert parted(english, chinese) == []
    assert parted(english, chinese.replace("12.50", "12.60"))
    assert parted(english, chinese.replace("刷卡消费", "现金收款"))
