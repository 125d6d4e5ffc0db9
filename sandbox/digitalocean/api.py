"""The front of the API: which function answers a request, who may ask, and what answers and refusals look like."""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from collections import deque
from typing import Any, Callable, Iterable
from urllib.parse import parse_qs, urlencode

from .store import Store

Answer = tuple[int, Any]
Handler = Callable[..., Answer]

PER_PAGE = 20
MOST_PER_PAGE = 200
HOUR_SECONDS = 3600

REASONS = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    412: "Precondition Failed",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    501: "Not Implemented",
}


class Refusal(Exception):
    """An answer that says why a request is not done."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"id": name, "message": message}


def not_found() -> Refusal:
    return Refusal(404, "not_found", "The resource you were accessing could not be found.")


def unprocessable(message: str) -> Refusal:
    return Refusal(422, "unprocessable_entity", message)


def bad_request(message: str) -> Refusal:
    return Refusal(400, "bad_request", message)


def conflict(message: str) -> Refusal:
    return Refusal(409, "conflict", message)


def forbidden(message: str) -> Refusal:
    return Refusal(403, "forbidden", message)


def number_of(text: str) -> int:
    """An id of the path that must be a number; what is none names nothing."""
    if not text.isdecimal():
        raise not_found()
    return int(text)


class Fields:
    """A JSON object of a request. Reading a field checks it; a missing one is refused unless there is a default."""

    def __init__(self, given: Any) -> None:
        if not isinstance(given, dict):
            raise bad_request("The request must be a JSON object.")
        self.given = given

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def read(self, name: str, kinds: Any, kind: str, default: Any) -> Any:
        value = self.given.get(name)
        label = name.replace("_", " ").capitalize()
        if value is None:
            if default is ...:
                raise unprocessable(f"{label} can't be blank")
            return default
        # A bool is an int for Python, not for JSON.
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            raise unprocessable(f"{label} must be {kind}")
        return value

    def text(self, name: str, default: Any = ...) -> Any:
        value = self.read(name, str, "a string", default)
        if value == "" and default is ...:
            raise unprocessable(f"{name.replace('_', ' ').capitalize()} can't be blank")
        return value

    def number(self, name: str, default: Any = ..., least: int | None = None, most: int | None = None) -> Any:
        value = self.read(name, (int, float), "a number", default)
        if value is not None and value is not default and value != int(value):
            raise unprocessable(f"{name.replace('_', ' ').capitalize()} must be a whole number")
        if value is not None and ((least is not None and value < least) or (most is not None and value > most)):
            bound = f"at least {least}" if most is None else f"between {least} and {most}"
            raise unprocessable(f"{name.replace('_', ' ').capitalize()} must be {bound}")
        return value if value is default or value is None else int(value)

    def decimal(self, name: str, default: Any = ...) -> Any:
        return self.read(name, (int, float), "a number", default)

    def flag(self, name: str, default: Any = ...) -> Any:
        return self.read(name, bool, "true or false", default)

    def list(self, name: str, kinds: Any = None, default: Any = ...) -> Any:
        value = self.read(name, list, "an array", default)
        if kinds is not None and value is not None and not all(isinstance(item, kinds) for item in value):
            raise unprocessable(f"{name.replace('_', ' ').capitalize()} has an element of another type")
        return value

    def choice(self, name: str, choices: Iterable[str], default: Any = ...) -> Any:
        value = self.text(name, default)
        if value is not default and value not in choices:
            raise unprocessable(f"{name.replace('_', ' ').capitalize()} must be one of {', '.join(choices)}")
        return value

    def fields(self, name: str, default: Any = ...) -> Any:
        value = self.read(name, dict, "an object", default)
        return Fields(value) if isinstance(value, dict) else value


class Call:
    """A request, and the API's own address as the caller sees it."""

    def __init__(self, method: str, path: str, query: dict[str, list[str]], content: bytes, base: str) -> None:
        self.method = method
        self.path = path
        self.query = query
        self.content = content
        self.base = base

    @property
    def body(self) -> Fields:
        try:
            return Fields(json.loads(self.content or b"{}"))
        except ValueError:
            raise bad_request("The request body is not valid JSON.") from None

    def asked(self, name: str) -> str | None:
        return self.query[name][0] if name in self.query else None

    def url(self, path: str) -> str:
        return f"{self.base}/v2/{path}"

    def listed(self, key: str, items: Iterable[Any], view: Callable[[Any], Any] = lambda item: item) -> Answer:
        """One page of a list, with links to the others."""
        found = list(items)
        page = self.positive("page", 1)
        size = min(self.positive("per_page", PER_PAGE), MOST_PER_PAGE)
        last = max(1, -(-len(found) // size))
        links: dict[str, Any] = {}
        if last > 1:
            others = {"first": 1, "prev": page - 1} if page > 1 else {}
            others |= {"next": page + 1, "last": last} if page < last else {}
            links["pages"] = {name: self.page_url(number) for name, number in others.items()}
        shown = [view(item) for item in found[(page - 1) * size : page * size]]
        return 200, {key: shown, "links": links, "meta": {"total": len(found)}}

    def positive(self, name: str, default: int) -> int:
        text = self.asked(name)
        if text is None or text == "":
            return default
        if not text.isdecimal() or int(text) < 1:
            raise bad_request(f"{name} must be a number of at least 1")
        return int(text)

    def page_url(self, page: int) -> str:
        query = {name: values[0] for name, values in self.query.items()} | {"page": str(page)}
        return f"{self.url(self.path)}?{urlencode(query)}"


ROUTES: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """Makes a function the answer to a method and a path such as `droplets/{id}`."""

    def put(handler: Handler) -> Handler:
        parts = [f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in path.split("/")]
        ROUTES.append((method, re.compile("/".join(parts)), handler))
        # `droplets/actions` is no droplet's id.
        ROUTES.sort(key=lambda route: route[1].groups)
        return handler

    return put


class Api:
    """The WSGI application. One request at a time changes the store."""

    PREFIX = "/slipway-digitalocean"

    def __init__(self, store: Store, requests_per_hour: int, say: Callable[[str], None]) -> None:
        self.store = store
        self.requests_per_hour = requests_per_hour
        self.say = say
        self.lock = threading.RLock()
        self.requests: deque[float] = deque()

    def takes(self, environ: dict[str, Any]) -> bool:
        """godo resolves some of its paths from the root, whatever its base URL is; AWS's clients sign what they ask."""
        path = environ["PATH_INFO"]
        if path == self.PREFIX or path.startswith(f"{self.PREFIX}/"):
            return True
        if not path.startswith("/v2/"):
            return False
        given = environ.get("HTTP_AUTHORIZATION", "").strip()
        # Without a token a client sends an empty bearer, or nothing.
        known = given == "" and any(pattern.fullmatch(path[len("/v2/") :]) for _, pattern, _ in ROUTES)
        return known or given == "Bearer" or given.startswith("Bearer ")

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        with self.lock:
            headers: dict[str, str] = {}
            try:
                self.admit(environ, headers)
                status, body = self.answer(environ)
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
            except Exception as error:
                status, body = 501, {"id": "not_implemented", "message": f"{type(error).__name__}: {error}"}
            if status == 501:
                self.say(f"the sandbox could not answer {asked}: {body['message']}")
            if status >= 400:
                body = {**body, "request_id": str(uuid.uuid4())}
        content = b"" if body is None else json.dumps(body).encode()
        headers |= {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(content))}
        headers["x-request-id"] = body["request_id"] if status >= 400 else str(uuid.uuid4())
        start_response(f"{status} {REASONS[status]}", list(headers.items()))
        return [content]

    def admit(self, environ: dict[str, Any], headers: dict[str, str]) -> None:
        if not re.fullmatch(r"Bearer +\S+", environ.get("HTTP_AUTHORIZATION", "")):
            raise Refusal(401, "unauthorized", "Unable to authenticate you.")
        now = time.time()
        while self.requests and self.requests[0] <= now - HOUR_SECONDS:
            self.requests.popleft()
        full = len(self.requests) >= self.requests_per_hour
        if not full:
            self.requests.append(now)
        reset = int((self.requests[0] if self.requests else now) + HOUR_SECONDS)
        headers["ratelimit-limit"] = str(self.requests_per_hour)
        headers["ratelimit-remaining"] = str(self.requests_per_hour - len(self.requests))
        headers["ratelimit-reset"] = str(reset)
        if full:
            headers["retry-after"] = str(max(1, reset - int(now)))
            raise Refusal(429, "too_many_requests", "API rate limit exceeded.")

    def answer(self, environ: dict[str, Any]) -> Answer:
        path = environ["PATH_INFO"].removeprefix(self.PREFIX).strip("/").removeprefix("v2/")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        host = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}"
        query = parse_qs(environ.get("QUERY_STRING", ""))
        content = environ["wsgi.input"].read(length) if length else b""
        method = environ["REQUEST_METHOD"]
        for routed, pattern, handler in ROUTES:
            match = pattern.fullmatch(path)
            if match and routed == method:
                self.store.settle()
                return handler(Call(method, path, query, content, host + self.PREFIX), self.store, **match.groupdict())
        message = f"{method} /v2/{path} is not emulated. docs/sandbox.md lists what is."
        return 501, {"id": "not_implemented", "message": message}
