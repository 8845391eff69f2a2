"""``tillproof init``: a folder that runs at once, and nothing that is overwritten."""

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli import tillproof
from harness.config import load_config
from harness.runs import Request, run

PAGES = ("contract", "dialects", "gateway")


def init(*args: str) -> str:
    result = CliRunner().invoke(tillproof, ["init", *args], standalone_mode=False)
    assert result.exception is None
    return result.output


def test_everything_is_written_and_named(tmp_path: Path) -> None:
    said = init(str(tmp_path / "till"))
    names = {
        str(path.relative_to(tmp_path / "till"))
        for path in (tmp_path / "till").rglob("*")
        if path.is_file()
    }
    assert names == {
        "tillproof.toml",
        "pos.py",
        "contract.md",
        "dialects.md",
        "gateway.md",
        ".github/workflows/tillproof.yml",
        "features/paper.feature",
        "features/payment.feature",
    }
    assert all(name in said for name in names)
    assert load_config(tmp_path / "till" / "tillproof.toml").pos.name == "Our till"


def test_a_chinese_folder_is_chinese_and_points_to_what_is_there(tmp_path: Path) -> None:
    assert "tillproof doctor --lang zh " in init(str(tmp_path), "--lang", "zh")
    text = (tmp_path / "tillproof.toml").read_text(encoding="utf-8")
    comments = [line.partition("#")[2] for line in text.splitlines() if "# " in line]
    assert all(any("一" <= sign <= "龥" for sign in one) or "|" in one for one in comments)
    assert load_config(tmp_path / "tillproof.toml").pos.name == "我们的收银机"
    adapter = (tmp_path / "pos.py").read_text(encoding="utf-8")
    assert "被测收银机" in adapter
    compile(adapter, "pos.py", "exec")
    pages = [(tmp_path / f"{name}.md").read_text("utf-8") for name in PAGES]
    assert "reply_within_s = 15" in pages[0]
    assert all(page.startswith("# ") and "收银机" in page for page in pages)
    assert set(re.findall(r"\]\((.+?)\)", "".join(pages))) == {"dialects.md", "gateway.md"}


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "tillproof.toml").write_text("# mine\n", encoding="utf-8")
    assert "kept" in init(str(tmp_path))
    assert (tmp_path / "tillproof.toml").read_text(encoding="utf-8") == "# mine\n"
    assert (tmp_path / "pos.py").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_adapter_is_not_applicable(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(str(tmp_path), "--lang", lang)
    monkeypatch.chdir(tmp_path)
    finished = run(Request(features=("features",)), lambda _: None)
    assert {one.status.value for one in finished.summary.scenarios} == {"not_applicable"}
    assert finished.exit_status == 2


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_features_hold_for_a_till_that_recovers(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(str(tmp_path), "--lang", lang)
    config = tmp_path / "tillproof.toml"
    text = config.read_text(encoding="utf-8")
    reference = Path(__file__).parents[3] / "fixtures" / "pos"
    mine = text.replace('["python3", "pos.py"]', f"['{sys.executable}', '{reference}']")
    config.write_text(mine.replace("host_timeout_s = 1.0", "host_timeout_s = 0.3"), "utf-8")
    monkeypatch.chdir(tmp_path)
    finished = run(Request(jobs=2), lambda _: None)
    assert [one.status.value for one in finished.summary.scenarios] == ["pass", "pass"]


def test_the_file_of_the_ci_that_was_named(tmp_path: Path) -> None:
    init(str(tmp_path / "hub"))
    init(str(tmp_path / "lab"), "--ci", "gitlab")
    assert (tmp_path / "hub" / ".github" / "workflows" / "tillproof.yml").is_file()
    assert (tmp_path / "lab" / ".gitlab-ci.yml").is_file()
    assert not (tmp_path / "lab" / ".github").exists()
