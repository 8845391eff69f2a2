"""What each step does, in both languages."""

from harness.bdd import phrases as module
from harness.bdd.phrases import phrases
from harness.bdd.runner import load_shipped_steps


def test_every_step_is_explained_in_chinese() -> None:
    load_shipped_steps()
    told = {one.doc: one.explained("zh") for one in phrases()}
    assert all(chinese != doc and chinese.endswith("。") for doc, chinese in told.items())
    assert told.keys() == module._chinese().keys()


def test_english_is_the_docstring() -> None:
    load_shipped_steps()
    assert all(one.explained("en") == one.doc for one in phrases())
