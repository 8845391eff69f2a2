"""The driver ``manual``: a person works the till; tillproof says what to do and asks what it shows.

The worker that runs a scenario has no terminal of its own: it is told where the person's is.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from emulators.effects import Effect
from harness.config import ConfigError
from harness.pos import effects
from harness.pos.driver import Launch, Life, settle
from harness.pos.protocol import Json, Params, Reply, unknown
from harness.pos.scripts.words import filled, words_of

TERMINAL_VARIABLE = "TILLPROOF_OPERATOR_TTY"
CAN = ("sale.card", "sale.cash", "void", "refund", "reprint", "settle")
DO: Mapping[str, str] = {
    "sale.card": "Sell {amount} by card, order {reference}: card {pan}, expiry {expiry} (YYMM).",
    "sale.cash": "Sell {amount} in cash, order {reference}.",
    "void": "Void the sale of order {reference}.",
    "refund": "Refund {amount} to card {pan}, expiry {expiry}: order {reference}, of {original}.",
    "preauth": "Hold {amount} on card {pan}, expiry {expiry}: order {reference}.",
    "completion": "Take {amount} of what order {original} holds: order {reference}.",
    "balance": "Ask for the balance of card {pan}, expiry {expiry}.",
    "reprint": "Print the last slip again (of order {reference}, if the till can choose).",
    "settle": "Do the close of day.",
    "acknowledge": "What was broken is mended: tell the till, if it wants to know.",
    "shutdown": "The run is over: leave the till as you like.",
}
OUTCOMES = ("approved", "declined", "failed", "pending")
SETTLED = ("settled", "mismatch", "failed", "pending")
RECEIPTS = ("printed", "queued", "failed", "none")
LACKING, UNSURE = "lacking", "unsure"


def terminal_path() -> str:
    """Where the person is. Raises ConfigError when nobody can be asked there."""
    told = os.environ.get(TERMINAL_VARIABLE, "")
    if told:
        return told
    if not sys.stdin.isatty():
        raise ConfigError(
            "driver = 'manual' asks a person, and standard input is no terminal:"
            " run it in a terminal, not in CI or behind a pipe"
        )
    os.environ[TERMINAL_VARIABLE] = path = os.ttyname(sys.stdin.fileno())
    return path


class ManualDriver:
    """Asks at the terminal ``path``. The person's time is not limited.

    ``places``: the decimals of the bench's currency.
    """

    def __init__(self, path: str, places: int) -> None:
        self._path, self._places = Path(path), places
        self._there = False

    async def start(self, launch: Launch, life: Life) -> None:
        """Say where the printer and the host are."""
        launch.stderr.touch()
        self._life, self._there = life, True
        lines = [
            f"  {name} = {value}"
            for name, value in launch.env.items()
            if name.startswith(("TILLPROOF_PRINTER", "TILLPROOF_ACQUIRER", "TILLPROOF_TERMINAL_ID"))
        ]
        self._say("\n".join(["Set the till up so that it finds its devices here:", *lines, ""]))

    @property
    def alive(self) -> bool:
        """Between ``start`` and ``end``."""
        return self._there

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Tell the person and ask; in a thread, so that the bench goes on meanwhile."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()

        def ask() -> None:
            try:
                reply = self._asked(method, params)
            except (OSError, EOFError) as error:
                reply = unknown(f"nobody answers at {self._path}: {error}")
            with contextlib.suppress(RuntimeError):  # the bench is down: nobody waits any more
                loop.call_soon_threadsafe(settle, future, reply)

        threading.Thread(target=ask, name="operator", daemon=True).start()
        return future

    def why_not(self, effect: Effect) -> str:
        """Nobody pulls a plug within a millisecond."""
        late = isinstance(effect, effects.OF_PROCESS)
        return "a person works the till: it cannot be stopped at an exact moment" if late else ""

    def signal(self, number: signal.Signals) -> None:
        """Nothing to signal to."""
        del number

    def kill(self) -> None:
        """It cannot be; ``why_not`` says so."""

    async def end(self, patience_s: float) -> None:
        """Nothing more is asked."""
        del patience_s
        if self._there:
            self._there = False
            self._life.ended(0, "")

    def _asked(self, method: str, params: Params) -> Reply:
        if method == "hello":
            self._question("Is the till up, ready for a sale? Press Enter when it is.")
            told: dict[str, Json] = {"name": "a till worked by hand", "contract": 1}
            return Reply("ok", {**told, "capabilities": [*CAN]})
        if method == "status":
            return self._status()
        name = f"sale.{params.get('tender')}" if method == "sale" else method
        self._say(filled(DO[name], words_of(params, self._places)) + "\n")
        if method in ("acknowledge", "shutdown"):
            return Reply("ok", {})
        return self._result(method)

    def _result(self, method: str) -> Reply:
        words = {"reprint": ("done",), "settle": SETTLED}.get(method, OUTCOMES)
        outcome = self._choice("What does the till say?", (*words, LACKING, UNSURE))
        if outcome == LACKING:
            return Reply("not_applicable", {}, f"the till cannot do that: {method}")
        if outcome == UNSURE:
            return unknown("the person at the till could not tell")
        receipt = self._choice("And of the slip?", (*RECEIPTS, UNSURE))
        result = {"outcome": outcome, "receipt": "" if receipt == UNSURE else receipt}
        return Reply("ok", {name: word for name, word in result.items() if word != "done"})

    def _status(self) -> Reply:
        """One question for all; what is typed is what the till tells."""
        question = "Is the till ready for the next sale? Enter: yes. Else type what it says:"
        said = self._question(question)
        alerts: list[Json] = [said] if said else []
        return Reply("ok", {"ready": not said, "alerts": alerts})

    def _choice(self, question: str, words: tuple[str, ...]) -> str:
        """One of ``words``, or its beginning where that is of no other."""
        while True:
            typed = self._question(f"{question} [{' / '.join(words)}]").lower()
            fits = [word for word in words if typed and word.startswith(typed)]
            if len(fits) == 1:
                return fits[0]
            self._say(f"{typed!r} is not one of them.\n")

    def _question(self, text: str) -> str:
        self._say(f"{text}\n> ")
        with self._path.open(encoding="utf-8", errors="replace") as terminal:
            line = terminal.readline()
        if not line:
            raise EOFError("its input has ended")
        return line.strip()

    def _say(self, text: str) -> None:
        with self._path.open("w", encoding="utf-8", errors="replace") as terminal:
            terminal.write(f"\n{text}")
