"""A small real HTTP server on this machine that answers as it is told: for contracts with other people's systems."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def parameters(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.query, keep_blank_values=True).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What goes back; ``after`` seconds, or nothing at all when ``hang_up``."""

    body: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0
    hang_up: bool = False


Behaviour = Callable[[Asked], Answer]


class LocalServer:
    """``answers`` are given first, each once; then ``behaviour`` answers."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.answers: deque[Answer] = deque()
        self.asked: list[Asked] = []
        self.url = ""

    def reply(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return self.answers.popleft() if self.answers else self.behaviour(asked)


@contextmanager
def serve(behaviour: Behaviour) -> Iterator[LocalServer]:
    """The server at ``server.url`` until the block ends."""
    server = LocalServer(behaviour)
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(server))
    listener.daemon_threads = True
    server.url = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()


def _handler_for(server: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = server.reply(Asked(self.command, parts.path, parts.query, headers, body))
            if answer.after:
                time.sleep(answer.after)
            if answer.hang_up:
                self.close_connection = True
                return
            content = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content.encode())))
                self.end_headers()
                self.wfile.write(content.encode())
            except OSError:  # the client did not wait
                self.close_connection = True

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _answer  # noqa: N815  # http.server calls them so

        def log_message(self, *args: object) -> None:
            """Silence."""

    return Handler
