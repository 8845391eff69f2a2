"""The console's web application: thin routes over the room."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from emulators.errors import HistoryError, TillproofError
from harness.console.guard import Guard
from harness.console.playing import said
from harness.console.room import BusyError, Room
from harness.console.stream import MOST_ROWS, News, rows_of
from harness.loop import LoopError
from harness.reports.chinese import in_chinese

MOST_MESSAGES = 500
_HERE = Path(__file__).parent
_LANGUAGES = {"en": "en", "zh": "zh", "zh-CN": "zh"}


class Routes:
    """What each path does. Waiting for the bench is done in worker threads."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.news: News | None = None

    async def page(self, request: Request) -> Response:
        """The page itself."""
        del request
        return FileResponse(_HERE / "static" / "index.html", media_type="text/html")

    async def openapi(self, request: Request) -> Response:
        """What this API is, for programs."""
        del request
        return FileResponse(_HERE / "openapi.json", media_type="application/json")

    async def state(self, request: Request) -> Response:
        """Everything but the timeline."""
        del request
        return JSONResponse(asdict(await to_thread.run_sync(self._room.state)))

    async def events(self, request: Request) -> Response:
        """Rows of the timeline behind an event."""
        after, most = _number(request, "after", 0), _number(request, "limit", MOST_ROWS)
        most, lang = min(most, MOST_ROWS), _lang(request)
        rows = await to_thread.run_sync(rows_of, self._room, after, most, lang)
        return JSONResponse(rows)

    async def stream(self, request: Request) -> Response:
        """The same as it happens."""
        last = request.headers.get("last-event-id", "")
        after = int(last) if last.isdecimal() else _number(request, "after", 0)
        assert self.news is not None  # noqa: S101  (made when the application starts)
        messages = self.news.stream(after, _lang(request))
        return StreamingResponse(messages, media_type="text/event-stream")

    async def wires(self, request: Request) -> Response:
        """Messages of both wires, decoded."""
        after, most = _number(request, "after", 0), _number(request, "limit", MOST_MESSAGES)
        found = await to_thread.run_sync(self._room.wires, after, min(most, MOST_MESSAGES))
        return JSONResponse([asdict(one) for one in found])

    async def plays(self, request: Request) -> Response:
        """What can be played."""
        del request
        return JSONResponse([asdict(one) for one in self._room.offers()])

    async def play(self, request: Request) -> Response:
        """Play a workload, a scenario or a feature, and judge; the answer comes at its end."""
        values = await _body(request)
        kind, name = _text(values, "kind"), _text(values, "name")
        language = _language(_text(values, "language", "en"))
        played = await to_thread.run_sync(self._room.play, kind, name, language)
        return JSONResponse({"verdict": played.status.value, "said": said(played)})

    async def faults(self, request: Request) -> Response:
        """What can befall this bench."""
        del request
        return JSONResponse([asdict(one) for one in self._room.faults()])

    async def arm(self, request: Request) -> Response:
        """Arm a fault."""
        spec = _text(await _body(request), "fault")
        await to_thread.run_sync(self._room.arm, spec)
        return JSONResponse({}, 201)

    async def mend(self, request: Request) -> Response:
        """Put right what stands."""
        name = _text(await _body(request), "fault", "")
        return JSONResponse({"mended": await to_thread.run_sync(self._room.mend, name)})

    async def step(self, request: Request) -> Response:
        """A step of a workload."""
        values = await _body(request)
        answer = await to_thread.run_sync(self._room.step, values)
        return JSONResponse(None if answer is None else asdict(answer))

    async def call(self, request: Request) -> Response:
        """A call of the POS contract."""
        values = await _body(request)
        method, params = _text(values, "method"), values.get("params", {})
        if not isinstance(params, dict):
            raise HTTPException(422, "params is an object")
        answer = await to_thread.run_sync(self._room.call, method, params)
        return JSONResponse(None if answer is None else asdict(answer))

    async def judge(self, request: Request) -> Response:
        """Let everything be mended and every check judge."""
        del request
        found = await to_thread.run_sync(self._room.judge)
        checks = [
            {
                "name": one.check,
                "verdict": one.verdict.value,
                "why": one.why,
                "violations": [asdict(violation) for violation in one.violations],
            }
            for one in found.results
        ]
        return JSONResponse({"verdict": found.verdict, "reasons": found.reasons, "checks": checks})

    async def reset(self, request: Request) -> Response:
        """A new session."""
        del request
        await to_thread.run_sync(self._room.reset)
        return JSONResponse({}, 201)

    async def feature(self, request: Request) -> Response:
        """What was done by hand."""
        language = _language(request.query_params.get("language", "en"))
        return PlainTextResponse(await to_thread.run_sync(self._room.feature, language))

    async def paper(self, request: Request) -> Response:
        """The paper that stands out of the printer."""
        del request
        return Response(await to_thread.run_sync(self._room.paper), media_type="image/png")

    async def slip(self, request: Request) -> Response:
        """A slip."""
        content = await to_thread.run_sync(self._room.slip, request.path_params["blob"])
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(content, media_type="image/png", headers=headers)


def make_app(room: Room, *, token: str = "", headless: bool = False) -> tuple[Starlette, Routes]:
    """The application, and its routes (whose ``news`` have to be closed before it can stop)."""
    routes = Routes(room)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        routes.news = News(room)
        try:
            yield
        finally:
            routes.news.close()

    app = Starlette(
        routes=[*_api(routes), *([] if headless else _pages(routes))],
        middleware=[Middleware(Guard, token=token)],
        exception_handlers={
            TillproofError: _refused,
            HTTPException: _http,
            LoopError: _broken,
            ClientDisconnect: _gone,
        },
        lifespan=lifespan,
    )
    return app, routes


def _api(routes: Routes) -> list[BaseRoute]:
    table: list[tuple[str, str, Callable[..., Any]]] = [
        ("GET", "/openapi.json", routes.openapi),
        ("GET", "/api/state", routes.state),
        ("GET", "/api/events", routes.events),
        ("GET", "/api/stream", routes.stream),
        ("GET", "/api/wires", routes.wires),
        ("GET", "/api/plays", routes.plays),
        ("POST", "/api/play", routes.play),
        ("GET", "/api/faults", routes.faults),
        ("POST", "/api/faults", routes.arm),
        ("POST", "/api/mend", routes.mend),
        ("POST", "/api/steps", routes.step),
        ("POST", "/api/calls", routes.call),
        ("POST", "/api/judge", routes.judge),
        ("POST", "/api/reset", routes.reset),
        ("GET", "/api/feature", routes.feature),
        ("GET", "/api/paper.png", routes.paper),
        ("GET", "/api/slips/{blob}.png", routes.slip),
    ]
    return [Route(path, endpoint, methods=[method]) for method, path, endpoint in table]


def _pages(routes: Routes) -> list[BaseRoute]:
    return [Route("/", routes.page), Mount("/static", StaticFiles(directory=_HERE / "static"))]


async def _body(request: Request) -> dict[str, Any]:
    try:
        values = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if not isinstance(values, dict):
        raise HTTPException(422, "the body is a JSON object")
    return values


def _text(values: dict[str, Any], name: str, otherwise: str | None = None) -> str:
    value = values.get(name, otherwise)
    if not isinstance(value, str):
        raise HTTPException(422, f"{name} is a text")
    return value


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, str(otherwise))
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise HTTPException(422, f"{name} is a whole number, zero or more")
    return int(text)


def _lang(request: Request) -> str:
    lang = request.query_params.get("lang", "en")
    if lang not in _LANGUAGES:
        raise HTTPException(422, f"lang is one of {', '.join(_LANGUAGES)}")
    return _LANGUAGES[lang]


def _language(text: str) -> str:
    if text not in ("en", "zh-CN"):
        raise HTTPException(422, "language is en or zh-CN")
    return text


async def _refused(request: Request, error: Exception) -> Response:
    zh = _LANGUAGES.get(request.query_params.get("lang", "")) == "zh"
    status = 422
    if isinstance(error, BusyError):
        status = 409
    elif isinstance(error, HistoryError):
        status = 404
    return JSONResponse({"error": in_chinese(str(error)) if zh else str(error)}, status)


async def _http(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)  # noqa: S101
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    del request
    return JSONResponse({"error": str(error)}, 500)


async def _gone(request: Request, error: Exception) -> Response:
    """The caller hung up in the middle of his request: nobody reads this."""
    del request, error
    return Response(status_code=400)
