"""Who may talk to the console: ASGI middleware around the whole application.

A browser on this machine runs pages of strangers: the Host header must name this machine (else a
name that was rebound to it could be used), an Origin must be our own, and there is no CORS. A
console that other machines reach wants a token.
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES = 65_536
COOKIE = "tillproof"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class _TooLargeError(Exception):
    """A body that is longer than it may be."""


class Guard:
    """Refuses what must not reach ``app``. ``token`` '': none is asked for, loopback only."""

    def __init__(self, app: ASGIApp, token: str = "") -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, _dressed(send))
            return
        try:
            await self._app(scope, _limited(headers, receive), _dressed(send))
        except _TooLargeError:
            said = f"a body may have {MOST_BODY_BYTES} bytes"
            await _refused(413, said)(scope, receive, _dressed(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._token and _name(host) not in _HERE:
            return _refused(403, f"this console is not {host!r}: call it by localhost")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return _refused(403, "a page from elsewhere may not use this console")
        return self._stranger(scope, headers) if self._token else None

    def _stranger(self, scope: Scope, headers: Headers) -> Response | None:
        """Without the token; a browser that brings it in the address gets it as a cookie."""
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if self._right(asked) and scope["method"] == "GET":
            answer = RedirectResponse(scope["path"], 303)
            answer.set_cookie(COOKIE, asked, httponly=True, samesite="strict")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if self._right(bearer) or self._right(_cookie(headers)):
            return None
        return _refused(401, "a token is needed: Authorization: Bearer …, or ?token=… once")

    def _right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())


def _name(host: str) -> str:
    """The host without its port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _refused(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status)


def _limited(headers: Headers, receive: Receive) -> Receive:
    """``receive`` that takes no more than a body may have."""
    told = headers.get("content-length", "0")
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BODY_BYTES or (told.isdigit() and int(told) > MOST_BODY_BYTES):
            raise _TooLargeError
        return message

    return limited


def _dressed(send: Send) -> Send:
    """``send`` that adds the headers of every answer."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return dressed
