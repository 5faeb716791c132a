"""Without a mouse: an agency asks, the head of the office disposes; skip link, order, a ring at every stop, no trap."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.conftest import MONDAY
from tests.journeys.person import DESK, PATIENCE, Cast
from tests.journeys.requests import TITLE, morning
from tests.walks.driver import Walk
from vidcon_portal.demo.people import PIN

MOST_STOPS = 40

STOP = """() => {
  const at = document.activeElement, shown = at.closest("label") ?? at;
  const ringed = (each) => getComputedStyle(each).outlineStyle !== "none" && parseFloat(getComputedStyle(each).outlineWidth) > 1;
  const box = shown.getBoundingClientRect(), top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return {
    name: (at.getAttribute("aria-label") || at.innerText || at.name || "").trim(),
    ring: [at, shown, at.nextElementSibling].some((each) => each && ringed(each)),
    seen: !!top && (shown.contains(top) || top.contains(shown)),
    below: Math.round(box.y + scrollY),
  };
}"""


def tab_to(page: Page, name: str) -> list[dict[str, object]]:
    """Every stop until the one that is called so."""
    stops: list[dict[str, object]] = []
    while not stops or stops[-1]["name"] != name:
        assert len(stops) < MOST_STOPS, [stop["name"] for stop in stops]
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    return stops


def test_a_disposition_without_a_mouse(cast: Cast) -> None:
    walk = Walk("kalbar").submit()
    assert walk.run is not None
    assert walk.run.kind == "dispose"
    cast.screen = DESK
    head = cast.person("kadis.kalbar")
    page = head.page
    page.goto(f"{cast.base}{walk.booking.get_absolute_url()}")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Lewati ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    turn = tab_to(page, "Tanda tangani dan teruskan")  # the page's own way to the task
    page.keyboard.press("Enter")
    work = tab_to(page, "Tanda tangani dan teruskan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Tanda tangani dan teruskan")).to_be_visible()
    sheet = tab_to(page, "pin")
    page.keyboard.type(PIN)
    with page.expect_navigation(timeout=PATIENCE):
        page.keyboard.press("Enter")

    head.shows("Disposisi terkirim")
    unseen = [stop["name"] for stop in (*turn, *work, *sheet) if not (stop["ring"] and stop["seen"])]
    assert unseen == []
    heights = [int(str(stop["below"])) for stop in work]
    assert heights == sorted(heights)


def test_a_request_without_a_mouse(cast: Cast, wib: ZoneInfo) -> None:
    """Dates and hours are typed as Chromium asks for them in English: its own language, not the page's."""
    cast.screen = DESK
    applicant, event = cast.person("pemohon.kalbar"), morning(wib, days=9)
    page = applicant.page
    page.goto(f"{cast.base}/permohonan/baru/")

    with page.expect_navigation(timeout=PATIENCE):
        stops = tab_to(page, "Lanjutkan mengisi")
        page.keyboard.press("Enter")
    for name, typed in {
        "contact_name": "Rina",
        "contact_phone": "0812-3456-7890",
        "title": TITLE,
        "participants_online": "40",
        "participants_onsite": "12",
        "sessions-0-date": f"{event:%m%d%Y}",
        "sessions-0-start": f"{event:%I%M%p}",
        "sessions-0-end": f"{event + timedelta(hours=2):%I%M%p}",
        "place": "Ruang rapat dinas",
        "layout": "Huruf U",
        "connection_test_at": f"{event - timedelta(hours=1):%m%d%Y}\t{event - timedelta(hours=1):%I%M%p}",
        "application": "Zoom",
        "letter_number": "005/12/2026",
        "letter_date": f"{MONDAY:%m%d%Y}",
    }.items():
        stops += tab_to(page, name)
        page.keyboard.type(typed)
    stops += tab_to(page, "letter_file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(cast.letter)
    with page.expect_navigation(timeout=PATIENCE):
        stops += tab_to(page, "Ajukan permohonan")
        page.keyboard.press("Enter")

    applicant.shows("Permohonan diajukan")
    assert Booking.objects.get(title=TITLE).sessions.get().starts_at == event
    assert [stop["name"] for stop in stops if not (stop["ring"] and stop["seen"])] == []
