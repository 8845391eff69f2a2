"""labgrid: places that several people share, through its own command ``labgrid-client``.

It is called wherever it is installed: beside us (the extra ``labgrid``) or in an environment of its
own. A place is asked for by a reservation, so that whoever comes second waits in
labgrid's own queue; it is given back by a shell that does so when our end of its pipe closes, which
it does however we end.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from emulators.errors import UsageError
from harness.lab.seats import Seat

CLIENT = "labgrid-client"
COORDINATOR = "LG_COORDINATOR"
_GIVE_BACK = 'cat >/dev/null; "$1" -p "$2" release; "$1" cancel-reservation "$3"'
_ANSWERS_S = 30.0
_ENDS_S = 15.0
_RESOURCE = re.compile(r"esource '(\w+)' \([^)]*\):\n((?:  .*\n?)+)")


class GridError(UsageError):
    """labgrid is not there, or does not give what was asked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the lab. ``held_by`` is '' when it is free; ``port`` when it has no printer."""

    name: str
    port: str
    held_by: str
    resources: tuple[str, ...]


def client() -> str:
    """The program. Raises GridError that says how to come by it."""
    beside = Path(sys.executable).parent  # of an environment that is not on the path
    found = shutil.which(CLIENT) or shutil.which(CLIENT, path=str(beside))
    if found is None:
        raise GridError(
            f"{CLIENT} is not there: pip install 'tillproof[labgrid]', or give it an environment "
            "of its own by 'pipx install labgrid'"
        )
    return found


def places() -> list[Place]:
    """Every place that the coordinator knows. Raises GridError."""
    return [place(line.split()[0]) for line in _said("places").splitlines() if line.strip()]


def place(name: str) -> Place:
    """One place. Raises GridError when there is none of that name."""
    text = _said("-p", name, "show")
    held = re.search(r"^  acquired: (\S+)", text, re.MULTILINE)
    resources = _resources(text)
    owner = held[1] if held and held[1] != "None" else ""
    return Place(name, _port(resources), owner, tuple(sorted({kind for kind, _ in resources})))


def _resources(text: str) -> list[tuple[str, dict[str, object]]]:
    """The resources that ``show`` tells of, with their parameters."""
    found = []
    for kind, body in _RESOURCE.findall(text):
        try:
            params = ast.literal_eval(body.strip())["params"]
        except (KeyError, SyntaxError, ValueError):
            continue
        found.append((kind, dict(params)))
    return found


def _port(resources: Sequence[tuple[str, dict[str, object]]]) -> str:
    """Where the place's printer is: the serial line before the network."""
    for kind, params in resources:
        if kind == "NetworkSerialPort":
            speed = params.get("speed") or 38400
            return f"rfc2217://{params['host']}:{params['port']}?baudrate={speed}"
        if kind in ("RawSerialPort", "USBSerialPort") and params.get("port"):
            return f"serial://{params['port']}?baudrate={params.get('speed') or 38400}"
    for kind, params in resources:
        if kind == "NetworkService":
            return f"socket://{params['address']}:{params.get('port') or 9100}"
    return ""


@contextmanager
def held(names: Sequence[str]) -> Iterator[list[Seat]]:
    """These places are ours: the call waits until each is free. Raises GridError."""
    with ExitStack() as stack:
        yield [stack.enter_context(_held(name)) for name in names]


@contextmanager
def _held(name: str) -> Iterator[Seat]:
    wanted = place(name)
    if not wanted.port:
        has = ", ".join(wanted.resources) or "nothing"
        raise GridError(
            f"place {name} has no printer, but {has}: export a NetworkSerialPort or a "
            "NetworkService, and match it"
        )
    token = _reserved(name)
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", _GIVE_BACK, "sh", client(), name, token],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _said("-p", name, "acquire", LG_TOKEN=token)
        yield Seat(wanted.port, name)
    finally:
        if keeper.stdin is not None:
            keeper.stdin.close()
        keeper.wait(_ENDS_S)


def _reserved(name: str) -> str:
    """A reservation of that place, when it has come to be our turn."""
    waiting = subprocess.Popen(
        [client(), "reserve", "--wait", "--shell", f"name={name}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said, wrong = waiting.communicate()
    except BaseException:  # Ctrl-C while we wait: leave the queue
        waiting.terminate()
        said, _ = waiting.communicate()
        token = re.search(r"LG_TOKEN=(\S+)", said)
        if token:
            _said("cancel-reservation", token[1])
        raise
    token = re.search(r"LG_TOKEN=(\S+)", said)
    if token is None:
        raise GridError(f"place {name} cannot be reserved: {_last(wrong or said)}")
    return token[1]


def _said(*words: str, **env: str) -> str:
    """What the client says to a command. Raises GridError."""
    try:
        done = subprocess.run(
            [client(), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=_ANSWERS_S,
            env={**os.environ, **env},
        )
    except subprocess.TimeoutExpired:
        raise GridError(f"labgrid's coordinator did not answer in {_ANSWERS_S:g} s") from None
    if done.returncode:
        where = os.environ.get(COORDINATOR, "127.0.0.1:20408")
        raise GridError(f"labgrid (coordinator {where}): {_last(done.stderr or done.stdout)}")
    return done.stdout


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["it says nothing"])[-1].strip()


def template(part: str, verb: str) -> str:
    """The command for a deed by labgrid: its power drivers, else a digital output of that name."""
    if part == "power":
        return f"{CLIENT} -p {{place}} power {verb}"
    level = "low" if verb in _BACK else "high"
    return f"{CLIENT} -p {{place}} io {level} {part}"


_BACK = ("load", "close", "release", "free", "replace", "clear")
