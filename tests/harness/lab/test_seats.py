"""Which printer a bench gets, and that nobody else has it meanwhile."""

import asyncio
import os
from pathlib import Path

import pytest

from harness.config import ConfigError, load_config, parse_config
from harness.lab.running import on_taps
from harness.lab.seats import Seat, seats_of, take_seat

ONE, TWO = "socket://192.0.2.1:9100", "socket://192.0.2.2:9100"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks of these tests only."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_two_benches_get_two_printers_and_the_third_waits() -> None:
    async def taken() -> list[str]:
        seats = [Seat(ONE), Seat(TWO)]
        first, second = await take_seat(seats), await take_seat(seats)
        third = asyncio.ensure_future(take_seat(seats))
        await asyncio.sleep(0)
        assert not third.done()
        second.let_go()
        last = await third
        first.let_go()
        last.let_go()
        return [one.seat.port for one in (first, second, last)]

    assert asyncio.run(taken()) == [ONE, TWO, TWO]


def test_within_a_lab_run_every_configuration_is_on_a_tap(tmp_path: Path) -> None:
    config = tmp_path / "tillproof.toml"
    config.write_text("[pos]\nsettling_s = 0.1\n")
    before = dict(os.environ)
    with on_taps([ONE, TWO]):
        loaded = load_config(config)
        assert (loaded.printer.link, loaded.printer.port) == ("tap", ONE)
        assert seats_of(loaded.printer.port) == [Seat(ONE), Seat(TWO)]
    assert dict(os.environ) == before
    assert load_config(config).printer.link == "tcp"
    assert seats_of(ONE) == [Seat(ONE)]


def test_without_a_port_a_lab_run_says_what_is_missing(tmp_path: Path) -> None:
    config = tmp_path / "tillproof.toml"
    config.write_text("")
    with on_taps([]), pytest.raises(ConfigError, match="say where the printer is by --port"):
        load_config(config)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"printer": {"link": "tap"}}, "printer.port: say where the real printer is"),
        ({"printer": {"link": "tap", "port": "x"}}, "printer.port: 'x' is no printer's address"),
        (
            {"printer": {"link": "tap", "port": ONE, "standby": True}},
            "printer.standby_port: say where",
        ),
        ({"lab": {"paper": {"opens": "x"}}}, "unknown key lab.paper.opens"),
        ({"lab": {"cover": {"by": "robot"}}}, "lab.cover.by = 'robot'"),
    ],
)
def test_a_wrong_configuration_is_told_by_key(
    values: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as error:
        parse_config(values, "test", tmp_path)
    assert sentence in str(error.value)
