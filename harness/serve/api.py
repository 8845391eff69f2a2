"""The control and query API of a host by itself: HTTP with JSON (``docs/acquirer-api.md``)."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from emulators.acquirer.control import Control
from emulators.errors import TillproofError
from emulators.http1 import HttpRequest, json_response
from emulators.links.http_server import Later

LIMIT = 1000
Params = Mapping[str, Any]


class ApiError(TillproofError):
    """A call that is refused, with the HTTP status of the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Api:
    """Answers requests.

    Args:
        control: the host.
        token: what a caller must have; '' when callers are asked for none.
        hosts: the names under which it may be called. A page of a browser that has been led to this
            address under another name is refused.
    """

    def __init__(self, control: Control, token: str, hosts: frozenset[str]) -> None:
        self._token, self._hosts = token, hosts
        self._routes = _routes(control)

    def answer(self, request: HttpRequest) -> bytes | Later:
        """The response to one request, or what finds it out on another thread."""
        try:
            self._admit(request)
            found = self._call(request)
        except TillproofError as error:
            return _refused(error, request)
        if callable(found):
            return partial(_found_out, found, request)
        return json_response(200, found, last=request.last)

    def _admit(self, request: HttpRequest) -> None:
        name = request.headers.get("host", "").rpartition(":")
        if (name[0] or name[2]).strip("[]") not in self._hosts and not self._token:
            raise ApiError(403, f"Host is one of {', '.join(sorted(self._hosts))}")
        said = request.headers.get("authorization", "").encode("utf-8", "replace")
        wanted = f"Bearer {self._token}".encode()
        if self._token and not hmac.compare_digest(said, wanted):
            raise ApiError(401, "send the header Authorization: Bearer TOKEN")

    def _call(self, request: HttpRequest) -> Any:
        url = _url(request.target)
        methods = self._routes.get(url.path)
        if methods is None:
            raise ApiError(404, f"no {url.path}: there are {', '.join(self._routes)}")
        route = methods.get(request.method)
        if route is None:
            raise ApiError(405, f"{url.path} takes {', '.join(methods)}")
        given = _body(request) if request.method == "POST" else dict(parse_qsl(url.query))
        for name in given:
            if name not in route.takes:
                takes = ", ".join(route.takes) or "nothing"
                raise ApiError(400, f"{request.method} {url.path} takes {takes}, not {name[:80]}")
        return route.answer(given)


@dataclass(frozen=True, slots=True)
class Route:
    """``answer`` gives the answer, or a function that finds it out, on any thread."""

    answer: Callable[[Params], Any]
    takes: tuple[str, ...] = ()


def _routes(control: Control) -> dict[str, dict[str, Route]]:
    return {
        "/health": {"GET": Route(lambda _: control.health())},
        "/clock": {"GET": Route(lambda _: control.clock())},
        "/cutover": {"POST": Route(lambda p: control.cutover(_number(p, "days", 1)), ("days",))},
        "/books": {"GET": Route(lambda _: control.reading().books)},
        "/batches": {
            "GET": Route(
                lambda p: partial(control.reading().batches, _text(p, "terminal")), ("terminal",)
            )
        },
        "/transactions": {
            "GET": Route(
                lambda p: control.transactions(
                    _text(p, "terminal"),
                    _text(p, "batch"),
                    _number(p, "after", 0),
                    min(_number(p, "limit", 100), LIMIT),
                ),
                ("terminal", "batch", "after", "limit"),
            )
        },
        "/messages": {
            "GET": Route(
                lambda p: control.messages(min(_number(p, "limit", 20), LIMIT)), ("limit",)
            )
        },
        "/faults": {
            "GET": Route(lambda _: control.faults()),
            "POST": Route(lambda p: control.arm(_text(p, "fault")), ("fault",)),
            "DELETE": Route(lambda p: control.clear(_text(p, "name")), ("name",)),
        },
    }


def _found_out(work: Callable[[], Any], request: HttpRequest) -> bytes:
    try:
        return json_response(200, work(), last=request.last)
    except TillproofError as error:
        return _refused(error, request)


def _refused(error: TillproofError, request: HttpRequest) -> bytes:
    status = error.status if isinstance(error, ApiError) else 400
    return json_response(status, {"error": str(error)}, last=request.last)


def _url(target: str) -> SplitResult:
    try:
        return urlsplit(target)
    except ValueError as error:
        raise ApiError(400, f"{target[:80]} is no address: {error}") from None


def _body(request: HttpRequest) -> Params:
    """The JSON object of a request. A form of a web page cannot send this content type."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, "send Content-Type: application/json")
    try:
        found = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise ApiError(400, f"the body is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ApiError(400, "the body is a JSON object")
    return found


def _text(params: Params, name: str) -> str:
    value = params.get(name, "")
    if not isinstance(value, str):
        raise ApiError(400, f"{name} is a text")
    return value


def _number(params: Params, name: str, default: int) -> int:
    value = params.get(name, default)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 9:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise ApiError(400, f"{name} is a number, zero or more")
    return value
