"""The head of the office disposes of a letter without a mouse: skip link, order, a ring at every stop, no trap."""

from playwright.sync_api import Page, expect

from tests.journeys.person import PATIENCE, Cast
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
