"""A phrase that has another wording now is still understood in the one of before."""

import pytest
from behave import step_registry
from behave.parser import parse_feature

from harness.bdd import phrases as registered
from harness.bdd.runner import load_shipped_steps

FORMERLY = (
    ("收银员在卡上预授权50.00元", "收银员刷卡预授权50.00元"),
    ("下一笔消费已入账却被回答拒绝", "下一笔消费已入账却应答拒绝"),
    ("发往银行主机的下一条报文被后一条超过", "发往银行主机的下一条报文晚于后一条到达"),
)


def called(words: str) -> tuple[object, list[object]]:
    load_shipped_steps()
    feature = parse_feature(f"# language: zh-CN\n功能: a\n  场景: b\n    当{words}\n")
    (step,) = next(iter(feature.walk_scenarios())).all_steps
    found = step_registry.registry.find_match(step)
    assert found is not None, words
    return found.func, [one.value for one in found.arguments]


@pytest.mark.parametrize(("old", "new"), FORMERLY)
def test_the_old_words_call_what_the_new_ones_call(old: str, new: str) -> None:
    assert called(old) == called(new)


def test_no_list_names_the_old_words() -> None:
    load_shipped_steps()
    listed = " ".join(one.zh for one in registered.phrases())
    assert not [old for old in ("在卡上预授权", "被回答拒绝", "被后一条超过") if old in listed]


def test_the_list_does_not_depend_on_what_was_imported_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load_shipped_steps()
    told = registered.phrases()
    other = sorted(told, key=lambda one: one.function.__module__, reverse=True)
    monkeypatch.setattr(registered, "_PHRASES", other)
    assert registered.phrases() == told
