"""The driver ``http``: a POS with an API over HTTP, its own (by a script) or the contract's calls.

Without a script each call of the contract is a POST of its JSON-RPC object to ``pos.url``.
"""

import asyncio
import json
import signal

from emulators.effects import Effect
from harness.pos.driver import Launch, Life
from harness.pos.http_client import HttpAnswer, NoAnswerError, ask
from harness.pos.own_process import OwnProcess
from harness.pos.protocol import Answer, Json, Params, Reply, decode_line, encode_call, unknown
from harness.pos.scripts.facts import FactError, result_of
from harness.pos.scripts.http import HttpOperation, HttpRequest, HttpScript, facts_of, holds
from harness.pos.scripts.kept import Kept
from harness.pos.scripts.picks import as_text
from harness.pos.scripts.words import filled, words_of

PROBES_EVERY_S = 0.05  # how often a POS that is being started is asked whether it is there yet


class _Unusable(Exception):  # noqa: N818  (it is no error of ours: the answer is not as expected)
    """An answer that cannot be read by the script, and why."""


class HttpDriver:
    """Each call is one request or several, on connections of their own.

    Args:
        script: how the POS's own API is asked; None: it takes the contract's calls.
        source: the name of the script's file.
        places: the decimals of the bench's currency.
        ours: whether its process is started by us.
    """

    def __init__(self, script: HttpScript | None, source: str, places: int, *, ours: bool) -> None:
        self._script, self._source, self._places = script, source, places
        self._process = OwnProcess(ours=ours)
        self._kept = Kept()
        self._calls = 0

    async def start(self, launch: Launch, life: Life) -> None:
        """Start its process, if that is ours to do."""
        self._launch, self._life = launch, life
        await self._process.start(launch, life)

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.alive

    def call(self, method: str, params: Params) -> asyncio.Future[Reply]:
        """Begin to ask. A call that is open already is asked a second time beside it."""
        self._calls += 1
        return asyncio.ensure_future(self._in_time(method, params, self._calls))

    def why_not(self, effect: Effect) -> str:
        """A process of ours can undergo everything."""
        return self._process.why_not(effect)

    def signal(self, number: signal.Signals) -> None:
        """To the process and everything that it started."""
        self._process.signal(number)

    def kill(self) -> None:
        """Dead when this returns."""
        self._process.kill()

    async def end(self, patience_s: float) -> None:
        """SIGTERM; then, after so long, it is killed."""
        await self._process.end(patience_s)

    async def _in_time(self, method: str, params: Params, number: int) -> Reply:
        try:
            async with asyncio.timeout(self._launch.patience_s):
                if self._script is None:
                    return await self._contract(method, params, number)
                return await self._scripted(self._script, method, params)
        except NoAnswerError as error:
            return unknown(str(error))
        except (FactError, _Unusable) as error:
            return unknown(f"{error} (in {self._source})")
        except TimeoutError:
            return unknown(f"no answer within {self._launch.reply_within_s:g} s")

    async def _contract(self, method: str, params: Params, number: int) -> Reply:
        request = encode_call(number, method, params)
        answer = await self._patiently("POST", self._launch.url, {}, request, first=number == 1)
        read = decode_line(answer.body)
        if isinstance(read, Answer):
            return read.reply
        return unknown(f"the answer (HTTP {answer.status}) is {read}; {self._keep(answer, method)}")

    async def _scripted(self, script: HttpScript, method: str, params: Params) -> Reply:
        name, operation = script.operation(method, params)
        if method == "hello":
            return await self._hello(script)
        if operation is None:
            return Reply("not_applicable", {}, f"{self._source} has no [{name}]")
        answer, document = await self._performed(operation, words_of(params, self._places), name)
        said = next((one for one in operation.answers if one.fits(answer.status, document)), None)
        if said is None:
            kept = self._keep(answer, name)
            raise _Unusable(f"no answer of [{name}] fits HTTP {answer.status}; {kept}")
        facts, missing = facts_of(operation.picks, document)
        result = result_of({**facts, **said.says}, self._places)
        note = f"nothing was found at {', '.join(missing)} of [{name}]" if missing else ""
        return Reply("ok", result, note)

    async def _hello(self, script: HttpScript) -> Reply:
        if script.start is not None:
            await self._performed(script.start, {}, "start", patient=True)
        else:
            await self._patiently("GET", self._launch.url, {}, b"", first=True)
        name = script.name or self._source.removesuffix(".toml")
        told: dict[str, Json] = {"name": name, "version": script.version, "contract": 1}
        return Reply("ok", {**told, "capabilities": [*script.can()]})

    async def _performed(
        self, operation: HttpOperation, words: dict[str, str], name: str, *, patient: bool = False
    ) -> tuple[HttpAnswer, Json]:
        """All requests of the operation; what the last one brought."""
        for request in operation.requests:
            answer, document = await self._asked(request, words, patient=patient)
            for word, pick in request.keep.items():
                found = pick.find(document)
                if not found:
                    kept = self._keep(answer, name)
                    raise _Unusable(f"{word} is to be kept, and nothing is at {pick.text}; {kept}")
                words = {**words, word: as_text(found[0])}
        return answer, document

    async def _asked(
        self, request: HttpRequest, words: dict[str, str], *, patient: bool
    ) -> tuple[HttpAnswer, Json]:
        """One request, again and again until its answer is what it is to be."""
        headers = {} if self._script is None else self._script.headers
        headers = {k: filled(v, words) for k, v in {**headers, **request.headers}.items()}
        url = self._launch.url.rstrip("/") + filled(request.path, words)
        body = request.payload(words)
        while True:
            answer = await self._patiently(request.method, url, headers, body, first=patient)
            document = _document(answer)
            if holds(request.until, document):
                return answer, document
            await asyncio.sleep(request.every_s / self._launch.rate)

    async def _patiently(
        self, method: str, url: str, headers: dict[str, str], body: bytes, *, first: bool
    ) -> HttpAnswer:
        """``first``: the POS is being started, and may not listen yet."""
        while True:
            try:
                return await ask(method, url, headers, body)
            except NoAnswerError as error:
                if not (first and error.refused and self.alive):
                    raise
            await asyncio.sleep(PROBES_EVERY_S / self._launch.rate)

    def _keep(self, answer: HttpAnswer, name: str) -> str:
        text = answer.body.decode("utf-8", "replace")
        return self._kept.keep(f"HTTP {answer.status}\n{text}", name, self._launch, self._life)


def _document(answer: HttpAnswer) -> Json:
    """Its JSON, or None: an answer may have none."""
    try:
        document: Json = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return document
