"""Every link leads somewhere, every button does something and the HTML is valid, for each lane and for a passer-by."""

from collections import Counter, deque
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import Resolver404, resolve

from tests.markup import markup_faults
from tests.walks.driver import Walk, usernames
from vidcon_portal.accounts.models import User

OFFICE = "singkawang"
PEOPLE = [*usernames(OFFICE), f"pemohon2.{OFFICE}", f"auditor.{OFFICE}", ""]
PER_ROUTE = Counter({"permohonan/<slug:ticket>/": 5})
"""How many pages of one address pattern each person opens where one is not enough: requests stand at different steps."""
WORKS_BY_SCRIPT = (
    "popovertarget", "data-copy", "data-queue-now", "data-needs-script", "data-print", "data-restore-now", "data-restore-drop", "data-typed-clear",
    "data-hx-get", "data-hx-post", "form",
)  # fmt: skip


class Page(HTMLParser):
    """The links, forms and buttons of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.dead: list[str] = []
        self.forms = 0
        self.tags: set[tuple[str, ...]] = set()
        self.feed(html)
        self.kind = str(sorted(self.tags))
        """Which elements with which attributes and classes it is made of."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add((tag, given.get("class") or "", *given))
        self.ids.add(given.get("id") or "")
        if tag == "form":
            self.forms += 1
            if given.get("action", "-") in ("", "#", None):
                self.dead.append("form with an empty action")
            self._follow(given.get("action") if given.get("method", "get").lower() == "get" else None)
        elif tag == "a":
            self._read_link(given)
        elif tag == "button":
            self._read_button(given)
        for name in ("popovertarget", "aria-controls"):
            if given.get(name):
                self.targets.append(str(given[name]))
        self._follow(given.get("data-hx-get"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.forms -= 1

    def _read_link(self, given: dict[str, str | None]) -> None:
        href = given.get("href")
        if not href or href == "#" or href.lower().startswith("javascript:"):
            self.dead.append(f"link to nowhere: {given}")
        elif href.startswith("#"):
            self.targets.append(href[1:])
        else:
            self._follow(href)

    def _read_button(self, given: dict[str, str | None]) -> None:
        if given.get("type") in ("button", "reset") or not self.forms:
            if not any(name in given for name in WORKS_BY_SCRIPT):
                self.dead.append(f"button that does nothing: {given}")
        elif "formaction" in given and not given["formaction"]:
            self.dead.append(f"button with an empty formaction: {given}")

    def _follow(self, href: str | None) -> None:
        if href and not href.startswith(("#", "mailto:", "tel:", "data:")):
            self.links.append(href)


@pytest.fixture
def busy_office(world: None) -> Any:
    """A request at the first desk, one in the middle, one that is over, one cancelled, and a draft."""
    Walk(OFFICE).submit()
    Walk(OFFICE, days=8).submit().until("cek-jadwal-perlengkapan")
    walk = Walk(OFFICE, days=9).submit().until("laksanakan-rapat")
    Walk(OFFICE, days=3).submit().act("cancel", by="pemohon", reason="Kegiatan ditiadakan")
    while walk.run is not None:
        walk.onward(walk.run)
    Walk(OFFICE, days=20)
    with time_machine.travel(walk.at + timedelta(minutes=5), tick=True):
        yield


def test_every_link_and_button_leads_somewhere(busy_office):
    faults = {}
    files: set[str] = set()
    parsed: set[str] = set()

    for username in PEOPLE:
        client = Client()
        if username:
            client.force_login(User.objects.get(username=username))
        starts = ["/tugas/", "/permohonan/"] if username else ["/", f"/{OFFICE}/"]
        faults[username or "passer-by"] = crawl(client, starts, files, parsed)

    assert {username: found for username, found in faults.items() if found} == {}


def crawl(client: Client, starts: list[str], files: set[str], parsed: set[str]) -> list[str]:
    """GET what is linked; returns what is wrong, with the page that leads there.

    Address patterns that gave a file (a paper, a sheet) are added to ``files`` and opened by nobody again; ``parsed``
    are the kinds of pages whose HTML was examined.
    """
    waiting = deque((path, "") for path in starts)
    seen, opened, faults = set(starts), Counter[str](), []
    while waiting:
        path, origin = waiting.popleft()
        route = route_of(path)
        if opened[route] >= (PER_ROUTE[route] or 1) or route in files or route.startswith("admin/"):
            continue
        opened[route] += 1
        answer = client.get(path, follow=True)
        if answer.status_code != 200:
            faults.append(f"{origin} → {path}: HTTP {answer.status_code}")
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.getvalue()  # read to its end, or the file stays open
            files.add(route)
            continue
        html = answer.content.decode()
        page = Page(html)
        faults += [f"{path}: {fault}" for fault in page.dead]
        if page.kind not in parsed:  # another's page of that kind is made of the same parts
            parsed.add(page.kind)
            faults += [f"{path}: {fault}" for fault in markup_faults(html)]
        faults += [f"{path}: nothing has the id {each!r}" for each in page.targets if each not in page.ids]
        for href in page.links:
            link = urldefrag(urljoin(path, href)).url
            if not urlsplit(link).netloc and link not in seen:
                seen.add(link)
                waiting.append((link, path))
    assert len(opened) > 8, f"only {sorted(opened)} were found"
    return faults


def route_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return path
