"""The host beside the strongest open simulator in Python, iso8583sim, which keeps no books.

It is no dependency: install it where ``iso8583sim`` is found, with uvloop beside it for the row on
that loop. All hosts take turns under the same load client, so that whatever else the machine does
strikes all of them; beside them stands what the loop alone costs (``echo``), and what the client
does: were that more than a host's, the figure would be the client's.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Say
from tests.benchmarks.test_acquirer_load import HOST, cpu_us, load, serving, told_machine

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
TURNS, MESSAGES = 5, 10_000
LOOPS = ("asyncio", "uvloop")
_ON_UVLOOP = """
import sys
import uvloop
from iso8583sim.cli.commands import main
uvloop.install()
sys.exit(main())
"""


def commands(sim: str, folder: Path, port: int) -> dict[str, list[str]]:
    """How each host is started; ours draws its port itself."""
    serve = ["serve", "--port", str(port), "--format", "ascii-hex"]
    # Books of its own for each: in those of another loop every sale would be a repeat.
    found = {
        f"ours, {loop}": [*HOST, "--loop", loop, "--books", str(folder / f"{loop}.sqlite")]
        for loop in LOOPS
    }
    found["iso8583sim, asyncio"] = [sim, *serve]
    python = Path(sim).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()
    if subprocess.run([*python, "-c", "import uvloop"], check=False).returncode == 0:
        found["iso8583sim, uvloop"] = [*python, "-c", _ON_UVLOOP, *serve]
    echo = [sys.executable, "-m", "tests.benchmarks.echo", str(port)]
    return found | {f"echo, {loop}": [*echo, loop] for loop in LOOPS}


@pytest.mark.parametrize("terminals", [50, 1])
def test_ours_beside_the_strongest_simulator(terminals: int, tmp_path: Path, say: Say) -> None:
    sim = shutil.which("iso8583sim")
    if sim is None:
        pytest.skip("iso8583sim is not installed: nothing to compare with")
    pytest.importorskip("uvloop")
    messages = MESSAGES if terminals > 1 else MESSAGES // 5
    rates: defaultdict[str, list[float]] = defaultdict(list)
    costs: defaultdict[str, list[float]] = defaultdict(list)
    clients: list[float] = []
    say(f"\n{terminals} connections, {TURNS} turns; {told_machine(tmp_path)}")
    for turn in range(TURNS):
        folder = tmp_path / str(turn)
        folder.mkdir()
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            port = free.getsockname()[1]
        for name, command in commands(sim, folder, port).items():
            at = 0 if name.startswith("ours") else port
            rate, cost_us, client_us = measure(command, at, terminals, messages)
            rates[name].append(rate)
            costs[name].append(cost_us)
            clients.append(client_us)
    for name, found in rates.items():
        each_us = statistics.median(costs[name])
        say(f"  {name:20} {statistics.median(found):7,.0f} msg/s, {each_us:4.0f} µs of CPU each")
    say(f"  {'the load client':20} {statistics.median(clients):20.0f} µs of CPU each")
    for mine in LOOPS:
        for other in LOOPS:
            compare(say, rates, costs, f"ours, {mine}", f"iso8583sim, {other}")
    say(f"  afterwards load average {os.getloadavg()[0]:.1f}")


def measure(
    command: list[str], port: int, terminals: int, messages: int
) -> tuple[float, float, float]:
    """Messages a second, and µs of CPU each: of the host, of the client."""
    with serving(command, port) as (process, at):
        load(at, terminals=terminals, messages=1_000)
        used_us = cpu_us(process)
        plan = {"first_terminal": 1_000, "terminals": terminals, "messages": messages}
        figures = load(at, **plan)
        used_us = cpu_us(process) - used_us
        return figures["per_second"], used_us / messages, figures["cpu_us"]


def compare(
    say: Say,
    rates: dict[str, list[float]],
    costs: dict[str, list[float]],
    mine: str,
    other: str,
) -> None:
    """How many times as many messages, turn by turn, and for how much of the processor."""
    times = [a / b for a, b in zip(rates[mine], rates[other], strict=False)]
    if not times:
        say(f"  {mine} / {other}: uvloop is not installed beside it")
        return
    cost = statistics.median(b / a for a, b in zip(costs[mine], costs[other], strict=False))
    least, middle, most = min(times), statistics.median(times), max(times)
    said = f"{middle:.2f} times ({least:.2f} to {most:.2f}; bound 1.5), by CPU {cost:.2f}"
    say(f"  {mine} / {other}: {said}")
