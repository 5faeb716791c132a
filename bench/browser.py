"""A browser that calls the application in this process: what a page answers, runs and weighs."""

import gzip
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.sessions import SessionStore

ASSET = re.compile(rb'<(?:link[^>]+rel="(?:stylesheet|icon|preload)"[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Browser:
    """Calls a WSGI application as a server would, in this process, with one user's session."""

    def __init__(self, application: WSGIHandler, user: User | None = None) -> None:
        self.application = application
        self.cookies = {settings.SESSION_COOKIE_NAME: _session_of(user)} if user else {}

    def get(self, address: str, *, encodings: str = "", **headers: str) -> Answer:
        path, _question, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": encodings,
            "HTTP_ACCEPT": "text/html",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **headers,
        }
        said: list[object] = []
        answer = self.application(environ, lambda status, headers, *_: said.extend((status, headers)))
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        status, headers = said
        assert isinstance(status, str)
        return Answer(int(status.split()[0]), dict(headers), body)  # type: ignore[call-overload]


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key


def statements_of(browser: Browser, address: str) -> int:
    """SQL statements of one page, savepoints not counted."""
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


@dataclass(frozen=True, slots=True)
class Weight:
    """Compressed bytes of a first load."""

    page: int
    styles: int
    scripts: int
    others: int

    @property
    def total(self) -> int:
        return self.page + self.styles + self.scripts + self.others


def weight_of(browser: Browser, address: str) -> Weight:
    """What a first visit loads: the page and each file that it names, compressed as it is sent."""
    answer = browser.get(address)
    sizes = {"css": 0, "js": 0, "": 0}
    for asset in _assets(answer.body, address):
        file = browser.get(asset, encodings="gzip, br")
        kind = asset.rpartition(".")[2]
        sizes[kind if kind in sizes else ""] += len(file.body)
    return Weight(len(gzip.compress(answer.body, 6)), sizes["css"], sizes["js"], sizes[""])


def _assets(body: bytes, address: str) -> Iterator[str]:
    seen = dict.fromkeys(match.decode().partition("#")[0] for match in ASSET.findall(body))
    yield from (urljoin(address, each) for each in seen if each.startswith("/"))
