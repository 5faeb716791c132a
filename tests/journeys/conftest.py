"""One Chromium, one clock, one portal that listens: what every journey starts from."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import MONDAY
from tests.journeys.person import Cast
from tests.walks.driver import MINIMAL_PDF

UNWANTED = (
    # A window without an address bar needs no pages for it: two per context, more work than the portal's own.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess"),
    # What Playwright switches off itself; the browser heeds only the last list.
    *("AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying"),
    *("OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
)
"""Features of the browser that nobody in a journey sees."""

ARGUMENTS = (
    f"--disable-features={','.join(UNWANTED)}",
    "--disable-gpu-rasterization",
    "--disable-site-isolation-trials",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's browser. While it lives a loop runs in this thread, which Django would take for async code."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def clock() -> Iterator[Any]:
    """Monday morning; a journey moves on to the hour of its trial and of its event."""
    with time_machine.travel(MONDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def cast(chromium: Browser, clock: Any, committed_world: None, live_server: Any, tmp_path: Path) -> Iterator[Cast]:
    """The people of a journey, each with a phone of 360 pixels; nothing may be wrong with what they saw."""
    cache.clear()  # the clock stands still between journeys; who signed in then must not count now
    letter = tmp_path / "surat permohonan.pdf"
    letter.write_bytes(MINIMAL_PDF)
    people = Cast(chromium, live_server.url, letter)
    yield people
    people.leave()


@pytest.fixture
def wib() -> ZoneInfo:
    return ZoneInfo("Asia/Pontianak")
