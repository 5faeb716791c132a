"""A technician's phone loses its connection during the event: taps are kept, sent once, in order, and the page stays."""

from datetime import timedelta

from PIL import Image
from playwright.sync_api import Route, expect

from reports.models import LogEntry
from tests.journeys.person import PATIENCE, Cast
from tests.walks.driver import Walk
from verification.models import ChecklistItem, Trial

BROKEN_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "net::", "status of 409", "Failed to fetch")
KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('onsite-')).length)"


def test_taps_without_a_connection_arrive_once_and_in_order(cast: Cast, clock, tmp_path) -> None:
    photo = tmp_path / "ruang.png"
    Image.new("RGB", (40, 30), "white").save(photo)
    walk = Walk("kalbar").submit().until("laksanakan")
    clock.move_to(walk.booking.first_session_start)
    technician = cast.person("bidang.kalbar")
    page, phone = technician.page, technician.page.context
    queue = page.locator("[data-queue-box]")

    technician.open(f"/lapangan/{walk.booking.ticket}/")
    expect(page.locator("[data-kept-note]")).to_contain_text("dapat dibuka lagi tanpa sambungan")
    assert page.evaluate(KEPT) == 1

    phone.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Mulai rapat").click()
    expect(queue).to_contain_text("Menunggu sambungan (1)")
    page.get_by_label("Keterangan").fill("Suara putus")
    page.get_by_role("button", name="Gangguan").click()
    page.get_by_role("button", name="Pulih").click()
    expect(queue).to_contain_text("Menunggu sambungan (3)")
    item = page.locator(".checklist li").first
    item.get_by_text("Siapa membawa, dan foto").click()
    item.get_by_label("Foto").set_input_files(photo)
    item.get_by_role("button", name="Siap").first.click()
    expect(queue).to_contain_text("Menunggu sambungan (4)")
    page.reload()
    expect(page.locator("[data-offline-note]")).to_contain_text("Tanpa sambungan")
    expect(queue).to_contain_text("Menunggu sambungan (4)")
    expect(queue).to_contain_text("Suara putus")
    technician.look(again=True)
    assert not LogEntry.objects.exists()

    # The portal carries the first one out, and the line breaks before its answer: the phone sends it again.
    sent: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/lapangan/*/start/", lose_the_first_answer)
    clock.shift(timedelta(minutes=40))
    phone.set_offline(False)
    page.get_by_role("button", name="Coba kirim sekarang").click()
    expect(queue).to_be_hidden(timeout=PATIENCE)

    entries = list(LogEntry.objects.order_by("occurred_at", "pk"))
    assert [entry.kind for entry in entries] == ["started", "incident", "recovered"]
    assert [entry.text for entry in entries] == ["", "Suara putus", ""]
    assert ChecklistItem.objects.get(booking=walk.booking).photo.name == "ruang.png"
    assert len(sent) >= 2
    assert len(set(sent)) == 1
    assert all(
        timedelta(minutes=38) < entry.recorded_at - entry.occurred_at < timedelta(minutes=45) for entry in entries
    )
    expect(page.locator("ol.log")).to_contain_text("Suara putus")

    # What the portal refuses stays, says why, and holds back what follows.
    phone.set_offline(True)
    page.get_by_text("Akhiri rapat", exact=True).click()
    page.get_by_role("button", name="Ya, akhiri rapat").click()
    expect(queue).to_contain_text("Menunggu sambungan (1)")
    walk.at = walk.booking.first_session_start + timedelta(minutes=45)
    walk.act("finish", session=walk.booking.sessions.get().pk)
    phone.set_offline(False)
    page.get_by_role("button", name="Coba kirim sekarang").click()
    expect(queue).to_contain_text("Ditolak, belum tercatat")
    expect(queue).to_contain_text("Sudah ditangani")
    queue.get_by_role("button", name="Buang").click()
    expect(queue).to_be_hidden()

    technician.open("/keluar/")
    page.wait_for_function(f"({KEPT}).then((count) => count === 0)")
    cast.faults[:] = [fault for fault in cast.faults if not any(words in fault for words in BROKEN_LINE)]


def test_a_day_without_a_connection_from_the_trial_to_the_end(cast: Cast, clock) -> None:
    """What follows a step stands on the page before anybody knows that the step is done, and comes in order after it."""
    walk = Walk("kaltara").submit().until("uji-coba")
    start = walk.booking.first_session_start
    clock.move_to(start - timedelta(minutes=40))
    technician = cast.person("teknis.kaltara")
    page, phone = technician.page, technician.page.context
    queue = page.locator("[data-queue-box]")
    technician.open("/lapangan/")
    expect(page.locator("[data-kept-note]")).to_contain_text("dapat dibuka lagi tanpa sambungan")
    page.reload()  # under the worker now

    phone.set_offline(True)
    page.reload()
    page.get_by_role("link", name=walk.booking.title).first.click()  # a page that was never opened before
    expect(page.get_by_role("button", name="Mulai rapat")).to_be_hidden()
    technician.tap("Gambar", "Baik")
    page.get_by_label("Temuan").fill("Gema di ruang kecil")
    page.get_by_role("button", name="Nyatakan siap dengan catatan").click()
    expect(page.get_by_role("button", name="Nyatakan belum siap")).to_be_hidden()
    expect(queue).to_contain_text("Gema di ruang kecil")
    page.reload()
    clock.move_to(start + timedelta(minutes=1))
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Mulai rapat").click()
    expect(page.get_by_role("button", name="Mulai rapat")).to_be_hidden()
    page.get_by_text("Akhiri rapat", exact=True).click()
    page.get_by_role("button", name="Ya, akhiri rapat").click()
    expect(queue).to_contain_text("Menunggu sambungan (3)")
    technician.look(again=True)

    phone.set_offline(False)
    page.get_by_role("button", name="Coba kirim sekarang").click()
    expect(queue).to_be_hidden(timeout=PATIENCE)
    assert walk.step == "laporkan"
    assert Trial.objects.get(booking=walk.booking).findings == "Gema di ruang kecil"
    cast.faults[:] = [fault for fault in cast.faults if not any(words in fault for words in BROKEN_LINE)]
