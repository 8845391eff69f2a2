"""The console as a process: a bench, a web server, and their common end."""

import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from emulators.errors import UsageError
from harness.config import load_config
from harness.console.app import make_app
from harness.console.room import Room
from harness.pos.drivers.registry import why_not_startable
from harness.reports.folder import make_run_folder
from harness.serve.addresses import Address, is_wide

GRACE_S = 2


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. ``token`` '' is refused for an address that others reach."""

    listen: Address
    token: str = ""
    config: Path | None = None
    results_dir: Path = Path("runs")
    headless: bool = False


class _Server(uvicorn.Server):
    """Ends the streams first: a server waits for its open answers, and theirs never end."""

    on_exit: Callable[[], None]

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.on_exit()
        super().handle_exit(sig, frame)

    def early_or_late(self, sig: int, frame: FrameType | None) -> None:
        """A signal before uvicorn listens to them, or the one that it raises again at its end."""
        del sig, frame
        self.should_exit = True


def serve(order: Order, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM. ``say`` is told the address once it is listened on.

    Raises UsageError, StartError, PortError.
    """
    if not order.token and _wide(order.listen.host):
        raise UsageError(f"{order.listen.host} is reached from other machines: give a --token")
    config = load_config(order.config)
    if wrong := why_not_startable(config):
        raise UsageError(wrong)
    with _bound(order.listen) as listener:
        room = Room(config, make_run_folder(order.results_dir, "console"))
        try:
            _serve(order, room, listener, say)
        finally:
            room.close()


def _serve(order: Order, room: Room, listener: socket.socket, say: Callable[[str], None]) -> None:
    app, routes = make_app(room, token=order.token, headless=order.headless)
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    server = _Server(settings)
    server.on_exit = lambda: routes.news.close() if routes.news is not None else None
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, server.early_or_late)
    say(f"http://{shown}:{port}/")
    server.run(sockets=[listener])


def _bound(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        why = error.strerror or str(error)
        said = f"{address.host}:{address.port} cannot be listened on: {why}"
        raise UsageError(said) from None


def _wide(host: str) -> bool:
    try:
        return is_wide(host)
    except ValueError:  # a name
        return host != "localhost"
