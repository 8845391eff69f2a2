"""tillproof.toml: every mistake is named, with the file and what was meant."""

from pathlib import Path

import pytest

from harness.config import ConfigError, find_config, load_config


def write(folder: Path, text: str) -> Path:
    path = folder / "tillproof.toml"
    path.write_text(text)
    return path


def test_it_is_found_upwards(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) == path
    assert load_config(start=deep).folder == tmp_path


def test_the_contracts_example_is_read(tmp_path: Path) -> None:
    config = load_config(
        write(
            tmp_path,
            """
            [pos]
            name = "Example POS"
            driver = "stdio"
            command = ["python3", "pos.py"]
            env = { LOG_LEVEL = "debug" }
            reply_within_s = 15
            recovers_within_s = 10
            alert_within_s = 5
            [printer]
            link = "pty"
            profile = "TM-T88V"
            standby = false
            [acquirer]
            dialect = "iso87-ascii"
            host_timeout_s = 1.0
            currency = 156
            late_batch = "refuse"
            backup_line = false
            [receipt]
            duplicate = 'DUPLICATE|COPY'
            ends = "cut"
            asks_status = true
            [checks.disable]
            drawer-for-cash-only = "no drawer in this shop"
            """,
        )
    )
    assert config.command() == ("python3", "pos.py")
    assert config.acquirer.late_batch == "refuse"
    assert config.checks.disable == {"drawer-for-cash-only": "no drawer in this shop"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[pos]\ncomand = ['x']", "unknown key pos.comand: did you mean command?"),
        ("[printr]", "unknown key printr: did you mean printer?"),
        ("folder = 'x'", "unknown key folder"),
        ("[pos]\nreply_within_s = 'long'", "pos.reply_within_s = 'long': "),
        ("[pos]\nreply_within_s = 0", "greater than 0"),
        ("[pos]\nrecovers_within_s = inf", "less than or equal to 86400"),
        ("[pos]\ncommand = 'pos.py'", "pos.command"),
        ("[pos]\ncommand = ['a', \"b\\u0000\"]", "a word holds a NUL"),
        ("[pos]\nenv = { 'A=B' = 'x' }", "the name of a variable a ="),
        ("pos = 3", "write a section: [pos]"),
        ("[checks.disable]\ncharged-onse = 'x'", "did you mean charged-once?"),
        ("[acquirer]\nlate_batch = 'never'", "'accept', 'refuse' or 'auto_close'"),
        ("[acquirer]\nterminal_id = 'short'", "acquirer.terminal_id"),
        ("[acquirer]\nterminal_master_key = '0123'", "acquirer.terminal_master_key"),
        ("[receipt]\ntotal = '('", "does not compile"),
        ("[pos]\ndriver = 'brouser'", "pos.driver = 'brouser'"),
        ("[pos", "is not TOML"),
    ],
)
def test_a_mistake_is_said_with_the_file_and_what_was_meant(
    tmp_path: Path, text: str, says: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert says in str(error.value)
    assert str(path) in str(error.value)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "[pos]\nnmae = 'x'\nreply_within_s = -1\n[acquirer]\ncurrency = 'EUR'")
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert len(str(error.value).splitlines()) == 3


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "other.toml")


def test_a_profile_that_is_none(tmp_path: Path) -> None:
    path = write(tmp_path, '[printer]\nprofile = "TM-T88W"\n')
    with pytest.raises(ConfigError, match=r"'TM-T88W': no printer profile .*one of"):
        load_config(path)


def test_a_profile_of_ones_own_stands_beside_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[printer]\nprofile = "ours.toml"\n')
    (tmp_path / "ours.toml").write_text('based_on = "generic-58"\nwidth_dot = 400\n')
    with pytest.raises(ConfigError, match="did you mean width_dots"):
        load_config(path)
    (tmp_path / "ours.toml").write_text('based_on = "generic-58"\nwidth_dots = 400\n')
    assert load_config(path).printer.profile == str(tmp_path / "ours.toml")
