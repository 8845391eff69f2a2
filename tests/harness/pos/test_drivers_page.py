"""The docs page of the drivers: every configuration and script on it is one."""

import re
import tomllib
from pathlib import Path

import pytest

from harness.config import parse_config
from harness.pos.drivers.python import METHODS
from harness.pos.scripts.browser import BrowserScript
from harness.pos.scripts.facts import FIELDS
from harness.pos.scripts.files import load_script
from harness.pos.scripts.http import HttpScript
from harness.pos.scripts.terminal import TerminalScript
from harness.pos.scripts.words import WORDS

ROOT = Path(__file__).parents[3]
PAGES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in (
    "drivers.md", "payment-terminal.md",
)}  # fmt: skip
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)


def blocks(page: str) -> list[str]:
    """The indented blocks of a page, without their indentation."""
    return [re.sub(r"^    ", "", found[0], flags=re.MULTILINE) for found in BLOCK.finditer(page)]


CONFIGS = [
    (name, part)
    for name, page in PAGES.items()
    for part in blocks(page)
    if "[pos]" in part or "[acquirer]" in part
]


@pytest.mark.parametrize(("name", "text"), CONFIGS)
def test_a_configuration_is_one(name: str, text: str) -> None:
    toml = re.split(r"\n\n\n?(?=from |    tillproof|tillproof )", text)[0]
    config = parse_config(tomllib.loads(toml), name, ROOT)
    script = config.pos.script
    if script.startswith("fixtures/"):
        assert (ROOT / script).is_file()


@pytest.mark.parametrize(
    ("mark", "kind"),
    [("home = 'F10", TerminalScript), ("headers =", HttpScript), ("home = 'New", BrowserScript)],
)
def test_a_script_is_one(
    mark: str, kind: type[TerminalScript | HttpScript | BrowserScript], tmp_path: Path
) -> None:
    (text,) = (one for one in blocks(PAGES["drivers.md"]) if one.lstrip().startswith(mark))
    path = tmp_path / "script.toml"
    path.write_text(text, encoding="utf-8")
    assert "sale.card" in load_script(kind, path).can()


def test_the_class_is_one() -> None:
    (text,) = (one for one in blocks(PAGES["drivers.md"]) if "class Till" in one)
    names: dict[str, object] = {}
    exec(text[text.index("from pathlib") :], names)  # noqa: S102  (our own page)
    till = names["Till"]
    assert isinstance(till, type)
    made = till({"TILLPROOF_DATA_DIR": "."})
    assert made.sale("T1", 1, 156, "card")["outcome"] == "approved"
    with pytest.raises(NotImplementedError):
        made.void("T1")


@pytest.mark.parametrize("name", [*FIELDS, *WORDS, *METHODS])
def test_every_name_stands_there(name: str) -> None:
    assert name in PAGES["drivers.md"] or name in ("name", "version")
