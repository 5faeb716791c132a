"""Somebody with a phone: signs in, reads, fills in, taps, and sees what is wrong with a page."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize, expect

from vidcon_portal.accounts.models import User
from vidcon_portal.demo.people import PASSWORD, PIN

PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1440, "height": 900}
PATIENCE = 20_000
"""Milliseconds; the two cores of a small machine render a paper meanwhile."""

TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > limit + 1)
    .slice(0, 3).map((each) => each.outerHTML.slice(0, 160));
}"""

OUTLINE = """() => {
  const spoken = /^(role|type|lang|dir|tabindex|scope|autocomplete|data-bs-theme|aria-(?!label)\\w+)$/;
  const pointing = /^(for|aria-(labelledby|describedby|controls|owns)|popovertarget)$/;
  const found = (ids) => ids.split(/\\s+/).every((id) => document.getElementById(id));
  const told = ({name, value}) =>
    name + (pointing.test(name) ? found(value) : spoken.test(name) ? value : value !== "");
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  const elements = [...document.querySelectorAll("*")].map((each) => [
    each.tagName, each.className, each.checkVisibility(), each.textContent.trim() !== "",
    ...[...each.attributes].map(told),
  ].join(" "));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return [innerWidth, dark, new Set(ids).size === ids.length, ...elements].join("\\n");
}"""
"""All that axe judges a page by, save its words."""

examined: set[str] = set()
"""Outlines that axe has seen in this run: it would find the same again."""


@dataclass
class Person:
    """One login in one browser context. Every page that opens is looked at once."""

    page: Page
    base: str
    letter: Path
    seen: set[tuple[str, ...]]
    faults: list[str] = field(default_factory=list)
    scripts: bool = True
    username: str = ""
    deeds: int = 0

    def take_up(self) -> None:
        """Begin a task: each lane works on a phone and at a desk in turn."""
        if self.deeds:
            self.change_screen()
        self.deeds += 1

    def change_screen(self) -> None:
        self.page.set_viewport_size(other_screen(self.page.viewport_size or PHONE))

    def open(self, path: str) -> None:
        """Signed out over night: sign in again, and land where one wanted to go."""
        self.page.goto(f"{self.base}{path}")
        if self.username and self.is_at("/masuk/"):
            self.sign_in()
        self.look()

    def sign_in(self) -> None:
        if not self.is_at("/masuk/"):
            self.page.goto(f"{self.base}/masuk/")
        self.look()
        self.fill("Nama pengguna atau surel", self.username)
        self.fill("Kata sandi", PASSWORD)
        self.press("Masuk")
        assert not self.is_at("/masuk/"), f"{self.username} cannot sign in"

    def is_at(self, path: str) -> bool:
        return urlsplit(self.page.url).path == path

    @property
    def form(self) -> Locator:
        """Where the work is: the open task of a request, else the whole page."""
        work = self.page.locator("#kerjakan")
        return work if work.count() else self.page.locator("main")

    def fill(self, label: str, value: str) -> None:
        self.form.get_by_label(words(label)).fill(value)

    def select(self, label: str, option: str) -> None:
        self.form.get_by_label(words(label)).select_option(label=option)

    def tap(self, legend: str, *options: str) -> None:
        """Tick chips or boxes of one question."""
        group = self.form.get_by_role("group", name=words(legend))
        for option in options:
            group.locator("label").filter(has_text=option).first.click()

    def tick(self, label: str) -> None:
        self.form.locator("label").filter(has_text=label).first.click()

    def attach(self, label: str) -> None:
        self.form.get_by_label(words(label)).set_input_files(self.letter)

    def moment(self, label: str, at: datetime) -> None:
        self.fill(label, f"{at:%Y-%m-%dT%H:%M}")

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """A button that sends its form; the page that answers is looked at."""
        button = (within or self.page).get_by_role("button", name=name, exact=True).filter(visible=True)
        with self.page.expect_navigation(timeout=PATIENCE):
            button.first.click()
        self.look()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        link = (within or self.page.locator("main")).get_by_role("link", name=name)
        with self.page.expect_navigation(timeout=PATIENCE):
            link.first.click()
        self.look()

    def sign(self, name: str) -> None:
        """Tap the button, type the PIN on the sheet that opens, tap again."""
        self.form.get_by_role("button", name=name, exact=True).filter(visible=True).first.click()
        sheet = self.page.get_by_role("dialog", name=name)
        expect(sheet).to_be_visible()
        self.look(again=True)
        sheet.get_by_label("PIN").fill(PIN)
        self.press(name, within=sheet)

    def ending(self, name: str) -> None:
        """Another ending of the same task; its own form follows."""
        button = self.page.get_by_role("button", name=name, exact=True, include_hidden=True)
        fold = self.form.locator("details:not([open])").filter(has=button)
        if fold.count():
            fold.locator("summary").click()
        self.press(name, within=self.form)

    def task(self, title: str) -> None:
        """Open the request from the inbox."""
        self.open("/tugas/")
        self.follow(re.compile(re.escape(title)), within=self.page.locator("ol.plain").first)

    def shows(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def papers(self) -> list[str]:
        """Read every paper of the open request; returns their names."""
        links = self.page.locator("section[aria-labelledby=dokumen] a[href^='/dokumen/']")
        names = []
        for link in links.all():
            answer = self.page.request.get(f"{self.base}{link.get_attribute('href')}", timeout=PATIENCE * 2)
            names.append(link.inner_text().strip())
            if not (answer.status == 200 and answer.body().startswith(b"%PDF")):
                self.faults.append(f"{names[-1]}: HTTP {answer.status}, not a PDF")
        return names

    def look(self, *, again: bool = False) -> None:
        """axe and the width of the page, once for each kind of page and heading: on the own screen by day, and on the
        other one, the phone's or the desk's, in the dark."""
        if not self.scripts:
            return
        where = urlsplit(self.page.url).path
        heading = self.page.locator("h1").first.inner_text() if self.page.locator("h1").count() else ""
        key = (re.sub(r"[A-Z]+-\d{4}-\d+|\d+", "#", where), heading, "sheet" if again else "")
        if key in self.seen:
            return
        self.seen.add(key)
        self._examine(where)
        own = self.page.viewport_size or PHONE
        self.page.set_viewport_size(other_screen(own))
        self.page.emulate_media(color_scheme="dark")
        self._examine(where)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(own)

    def _examine(self, where: str) -> None:
        width = (self.page.viewport_size or PHONE)["width"]
        self.faults += [f"{where}: wider than {width} pixels: {each}" for each in self.page.evaluate(TOO_WIDE)]
        outline = self.page.evaluate(OUTLINE)
        if outline not in examined:
            examined.add(outline)
            self.faults += [f"{where} at {width} pixels: {fault}" for fault in violations(self.page)]


class Cast:
    """Everybody of a journey, and what they complained about."""

    def __init__(self, browser: Browser, base: str, letter: Path) -> None:
        self.browser, self.base, self.letter = browser, base, letter
        self.contexts: list[BrowserContext] = []
        self.people: dict[str, Person] = {}
        self.faults: list[str] = []
        self.seen: set[tuple[str, ...]] = set()
        self.screen = PHONE

    def person(self, username: str = "", **options: Any) -> Person:
        """The same login keeps its phone; without a name somebody who never signs in.

        The first types the password; the phones of the others remember that it was typed.
        """
        if username and username in self.people:
            return self.people[username]
        usual: dict[str, Any] = {"viewport": self.screen, "locale": "id-ID", "reduced_motion": "reduce"}
        context = self.browser.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        self._listen(page)
        scripts = bool(options.get("java_script_enabled", True))
        person = Person(page, self.base, self.letter, self.seen, self.faults, scripts=scripts, username=username)
        if username and not self.people:
            person.sign_in()
        elif username:
            context.add_cookies([session_of(username, self.base)])
        if username:
            self.people[username] = person
        return person

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        assert not self.faults, "\n\n".join(dict.fromkeys(self.faults))

    def _listen(self, page: Page) -> None:
        def complain(what: str) -> None:
            self.faults.append(f"{urlsplit(page.url).path}: {what}")

        page.on(
            "console",
            lambda message: (
                complain(f"console: {message.text} {message.location.get('url', '')}") if is_fault(message) else None
            ),
        )
        page.on("pageerror", lambda error: complain(f"script: {error}"))
        page.on(
            "response", lambda answer: complain(f"HTTP {answer.status} {answer.url}") if answer.status >= 500 else None
        )


def other_screen(screen: ViewportSize) -> ViewportSize:
    return DESK if screen["width"] < DESK["width"] else PHONE


def session_of(username: str, base: str) -> dict[str, str]:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": base,
    }


def is_fault(message: ConsoleMessage) -> bool:
    """Errors and violations of the policy; the browser also notes that a form came back with 422, which is meant."""
    return message.type == "error" and "status of 422" not in message.text


def words(label: str) -> re.Pattern[str]:
    """The label of a field, which may be marked as optional."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(\((boleh kosong|diminta SOP|isi salah satu)\))?\s*$")


def violations(page: Page) -> list[str]:
    """What axe finds, a line for each element."""
    found = Axe().run(page).response["violations"]
    return [
        f"axe {each['id']} ({each['help']}): {node['html'][:200]} {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"][:3]
    ]
