"""The commands that run a failure again name the till that failed."""

from dataclasses import replace
from pathlib import Path

import pytest

from emulators.errors import UsageError
from harness.cli.campaign_words import campaign_words
from harness.cli.explored import _tell
from harness.explore.about import About
from harness.explore.again import config_option, replay_options
from harness.explore.outcome import Group, outcome
from harness.explore.publish import publish
from harness.explore.request import Request, request_values, resumed
from harness.explore.session import begin
from harness.explore.store import Store
from harness.reports.summary import PosInfo

from .fakes import CHARGED, planned

GROUP = Group(
    "charged-once", "pos.kill", 1, "Twice.", "failures/a/schedule.json", "failures/a/a.feature"
)
ABOUT = About(PosInfo("A till", driver="virtual"), 7, "Six operations", 4, 9, {}, ())


@pytest.fixture
def till(tmp_path: Path) -> About:
    """It was found upwards, as ``tillproof.toml``."""
    path = tmp_path / "tills" / "tillproof.toml"
    path.parent.mkdir()
    path.touch()
    return replace(ABOUT, config=str(path))


def test_one_that_was_given_is_given_again(till: About, tmp_path: Path) -> None:
    given = replace(till, config_given=True)
    assert config_option(given, tmp_path) == " --config tills/tillproof.toml"
    assert config_option(given, tmp_path / "tills") == " --config tillproof.toml"
    (tmp_path / "runs").mkdir()
    assert replay_options(given, tmp_path / "runs") == f" --virtual --config {till.config}"


def test_one_that_would_be_found_again_needs_no_option(till: About, tmp_path: Path) -> None:
    run = tmp_path / "tills" / "runs" / "1"
    run.mkdir(parents=True)
    assert config_option(till, run) == ""
    (run.parent / "tillproof.toml").touch()  # another one is nearer
    assert config_option(till, run) == f" --config {till.config}"


def test_one_that_would_not_be_found_is_given(till: About, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert config_option(till, elsewhere) == f" --config {till.config}"
    assert config_option(till, tmp_path) == " --config tills/tillproof.toml"


def test_one_of_another_machine_is_not_named_unless_it_was_given(tmp_path: Path) -> None:
    away = replace(ABOUT, config=str(tmp_path / "away" / "tillproof.toml"))
    assert config_option(away, tmp_path) == ""
    assert config_option(replace(away, config_given=True), tmp_path) != ""


def test_without_any_configuration_there_is_no_option(tmp_path: Path) -> None:
    assert config_option(ABOUT, tmp_path) == ""
    assert replay_options(ABOUT, tmp_path) == " --virtual"


def test_a_name_with_blanks_can_be_pasted(tmp_path: Path) -> None:
    about = replace(ABOUT, config=str(tmp_path / "my till.toml"), config_given=True)
    assert config_option(about, tmp_path) == " --config 'my till.toml'"


def test_a_terminal_and_the_page_say_it(
    till: About, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given, run = replace(till, config_given=True), tmp_path / "runs"
    monkeypatch.chdir(tmp_path)
    _tell(GROUP, Path("runs"), campaign_words("zh"), given)
    option = "--config tills/tillproof.toml"
    said = capsys.readouterr().out
    assert f"tillproof run {option} runs/failures/a/a.feature" in said
    assert f"tillproof replay --lang zh --virtual {option} runs/failures/a/schedule.json" in said
    run.mkdir()
    store = Store(run)
    store.add(planned(1), CHARGED, "")
    publish(given, store, outcome(given, store, "", (GROUP,)), run)
    store.close()
    page = (run / "report.html").read_text()
    assert f"tillproof run --config {till.config} failures/a/a.feature" in page
    assert f"tillproof replay --virtual --config {till.config} failures/a/schedule.json" in page


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where one stands: a configuration is there."""
    path = tmp_path / "tillproof.toml"
    path.write_text('[pos]\nname = "mine"\n')
    monkeypatch.chdir(tmp_path)
    return path


def test_a_request_knows_its_configuration(here: Path) -> None:
    assert Request().config_file == str(here)
    assert Request(config=Path("other.toml")).config_file == str(here.with_name("other.toml"))
    here.unlink()
    assert Request().config_file == ""


def test_a_campaign_goes_on_with_its_own_till_from_anywhere(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = request_values(Request())
    assert resumed(held, Request(), {}).config is None
    (here.parent / "else").mkdir()
    (here.parent / "else" / "tillproof.toml").touch()
    monkeypatch.chdir(here.parent / "else")
    assert resumed(held, Request(), {}).config == here
    with pytest.raises(UsageError, match="had no configuration, and "):
        resumed(held | {"found": ""}, Request(), {})


@pytest.mark.slow  # its clean days are run
def test_a_campaign_knows_its_configuration(here: Path) -> None:
    session = begin(Request("one-sale", Path(here.name), virtual=True), here.parent / "run")
    try:
        about = session.about()
    finally:
        session.close()
    assert (about.config, about.config_given) == (str(here), True)
