"""The request's page and its deeds, the way a browser without JavaScript uses them."""

import re
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking, Event, Message
from tests.walks.driver import MINIMAL_PDF, Walk
from vidcon_portal.accounts.models import Position
from vidcon_portal.demo.people import PIN

MOST_FOR_HOLDER, MOST_FOR_APPLICANT = 24, 20
"""Statements of a request's page at any step; the forms and panels of a holder ask some of their own."""


def url_of(walk: Walk, *parts: str) -> str:
    return walk.booking.get_absolute_url() + "".join(f"{part}/" for part in parts)


def forward(walk: Walk, **changes: str) -> dict[str, str]:
    """What the disposition's form posts."""
    to = Position.objects.get(office=walk.office, role="division_head")
    return {"step_run": str(walk.run.pk), "to": str(to.pk), "nature": "ordinary", "pin": PIN, **changes}


def reload(walk: Walk) -> Booking:
    return Booking.objects.get(pk=walk.booking.pk)


def test_the_holder_finds_one_dark_block_and_his_form(browser, kalbar):
    page = browser("kadis.kalbar").get(url_of(kalbar)).content.decode()

    assert page.count("turn-yours") == 1
    assert f'action="{url_of(kalbar, "forward")}"' in page
    assert 'name="pin"' in page
    assert 'aria-current="step"' in page


def test_somebody_else_reads_whose_turn_it_is(browser, kalbar):
    page = browser("bidang.kalbar").get(url_of(kalbar)).content.decode()

    assert "turn-yours" not in page
    assert "Anda tidak perlu melakukan apa pun." in page
    assert url_of(kalbar, "forward") not in page


@pytest.mark.parametrize("stranger", ["kadis.tarakan", "pemohon2.kalbar", "pemohon.tarakan", "auditor.kaltara"])
@pytest.mark.parametrize("part", ["", "forward", "cancel", "tanda-terima"])
def test_a_strangers_ticket_does_not_exist(stranger, part, browser, kalbar):
    response = browser(stranger).get(url_of(kalbar, *filter(None, [part])))

    assert response.status_code == 404


def test_a_form_posts_once_and_the_case_moves(browser, kalbar):
    response = browser("kadis.kalbar").post(url_of(kalbar, "forward"), forward(kalbar))

    assert response.status_code == 302
    assert response["Location"] == url_of(kalbar)
    assert reload(kalbar).step_runs.get(closed_at=None).kind == "check_resources"


def test_the_second_of_two_clicks_is_told_kindly(browser, kalbar):
    client, data = browser("kadis.kalbar"), forward(kalbar)
    client.post(url_of(kalbar, "forward"), data)
    events = Event.objects.count()

    response = client.post(url_of(kalbar, "forward"), data, follow=True)

    assert response.redirect_chain == [(url_of(kalbar), 303)]
    assert "Sudah ditangani oleh" in response.content.decode()
    assert Event.objects.count() == events


def test_a_form_without_its_step_does_nothing(browser, kalbar):
    data = forward(kalbar)
    del data["step_run"]

    response = browser("kadis.kalbar").post(url_of(kalbar, "forward"), data)

    assert response.status_code == 303
    assert reload(kalbar).step_runs.get(closed_at=None).kind == "dispose"


def test_not_his_deed_is_403_with_the_sentence(browser, kalbar):
    response = browser("bidang.kalbar").post(url_of(kalbar, "forward"), forward(kalbar))

    assert response.status_code == 403
    assert "menunggu" in response.content.decode()
    assert reload(kalbar).step_runs.get(closed_at=None).kind == "dispose"


def test_a_wrong_pin_keeps_what_was_typed(browser, kalbar):
    response = browser("kadis.kalbar").post(
        url_of(kalbar, "forward"), forward(kalbar, pin="999999", note="Utamakan kegiatan ini")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "PIN tidak cocok" in page
    assert "Utamakan kegiatan ini" in page
    assert 'href="#forward_pin"' in page
    assert "999999" not in page


def test_an_unknown_deed_and_the_systems_own_do_not_exist(browser, kalbar):
    client = browser("kadis.kalbar")

    assert client.get(url_of(kalbar, "explode")).status_code == 404
    assert client.post(url_of(kalbar, "lapse")).status_code == 404


def test_a_deed_of_another_step_is_a_notice(browser, kalbar):
    response = browser("kadis.kalbar").get(url_of(kalbar, "file"), follow=True)

    assert response.redirect_chain == [(url_of(kalbar), 303)]
    assert "tidak tersedia" in response.content.decode()


def test_another_ending_takes_along_what_was_typed(browser, kalbar):
    kalbar.until("verifikasi")
    client = browser("bidang.kalbar")
    page = client.get(url_of(kalbar)).content.decode()
    field = re.search(r'name="(c_[a-z0-9_-]+)"', page).group(1)

    response = client.post(url_of(kalbar, "refuse"), {"step_run": kalbar.run.pk, field: "no", "ask": "1"})

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="reason"' in page
    assert re.search(rf'name="{field}" value="no"[^>]*checked', page)
    assert "error-summary" not in page
    assert reload(kalbar).decision == ""


def test_an_upload_survives_an_error(browser, kalbar):
    kalbar.until("verifikasi")
    client = browser("bidang.kalbar")
    field = re.search(r'name="(e_[a-z0-9_-]+)"', client.get(url_of(kalbar)).content.decode()).group(1)
    proof = SimpleUploadedFile("foto ruang.pdf", MINIMAL_PDF, content_type="application/pdf")

    response = client.post(url_of(kalbar, "accept"), {"step_run": kalbar.run.pk, field: proof})

    page = response.content.decode()
    assert response.status_code == 422
    assert "foto ruang.pdf" in page
    assert re.search(rf'type="hidden" name="{field}" value="[0-9a-f-]{{36}}"', page)


def test_a_disguised_file_is_refused_at_its_field(browser, kalbar):
    kalbar.until("verifikasi")
    client = browser("bidang.kalbar")
    field = re.search(r'name="(e_[a-z0-9_-]+)"', client.get(url_of(kalbar)).content.decode()).group(1)
    fake = SimpleUploadedFile("surat.pdf", b"MZ\x90\x00 not a paper", content_type="application/pdf")

    response = client.post(url_of(kalbar, "accept"), {"step_run": kalbar.run.pk, field: fake})

    assert response.status_code == 422
    assert f'href="#accept_{field}"' in response.content.decode()


def test_tu_records_what_was_decided_on_paper(browser, kalbar):
    client = browser("tu.kalbar")
    page = client.get(url_of(kalbar, "forward", "catat")).content.decode()
    decider = re.search(r'name="decided_by" value="(\d+)"', page).group(1)
    data = forward(kalbar)
    del data["pin"]

    response = client.post(
        url_of(kalbar, "forward", "catat"),
        {
            **data,
            "decided_by": decider,
            "occurred_at": "2026-08-24T08:30",
            "evidence": SimpleUploadedFile("disposisi.pdf", MINIMAL_PDF),
        },
    )

    assert response.status_code == 302
    event = Event.objects.filter(booking=kalbar.booking).order_by("-number").first()
    assert (event.action, event.actor.username) == ("forward", "kadis.kalbar")
    assert event.recorded_by.username == "tu.kalbar"


def test_only_tu_records(browser, kalbar):
    assert browser("bidang.kalbar").get(url_of(kalbar, "forward", "catat")).status_code == 403


def test_reading_marks_by_post_only(browser, kalbar):
    client = browser("kadis.kalbar")
    assignment = kalbar.run.assignments.get()

    page = client.get(url_of(kalbar)).content.decode()
    assignment.refresh_from_db()
    assert assignment.read_at is None
    form = f'action="{url_of(kalbar, "dibaca")}" data-by-itself'
    assert form in page

    client.post(url_of(kalbar, "dibaca"))
    assignment.refresh_from_db()
    assert assignment.read_at is not None
    assert form not in client.get(url_of(kalbar)).content.decode()


def test_both_sides_write_and_notes_stay_inside(browser, kalbar):
    browser("pemohon.kalbar").post(url_of(kalbar, "pesan"), {"body": "Layar kiri untuk pembicara?"})
    browser("bidang.kalbar").post(url_of(kalbar, "pesan"), {"body": "Cek kabel dulu", "is_internal": "on"})

    outside = browser("pemohon.kalbar").get(url_of(kalbar)).content.decode()
    inside = browser("kadis.kalbar").get(url_of(kalbar)).content.decode()

    assert Message.objects.filter(booking=kalbar.booking).count() == 2
    assert "Layar kiri untuk pembicara?" in inside
    assert "Cek kabel dulu" in inside
    assert "Cek kabel dulu" not in outside


def test_an_empty_message_is_answered_at_its_field(browser, kalbar):
    response = browser("pemohon.kalbar").post(url_of(kalbar, "pesan"), {"body": "  "})

    assert response.status_code == 422
    assert "Tulis pesannya dahulu." in response.content.decode()


def test_dispositions_are_for_the_office_only(browser, kalbar):
    kalbar.act("forward", by="kadis", note="Rahasia dapur")

    assert "Rahasia dapur" in browser("bidang.kalbar").get(url_of(kalbar)).content.decode()
    assert "Rahasia dapur" not in browser("pemohon.kalbar").get(url_of(kalbar)).content.decode()


def test_a_correction_is_entered_by_the_applicant(browser, kalbar):
    response = browser("pemohon.kalbar").post(
        url_of(kalbar, "surat"),
        {"relation": "correction", "number": "005/13/2026", "dated_on": "2026-08-24", "subject": "Ralat jam"},
    )

    assert response.status_code == 302
    assert reload(kalbar).letter_links.filter(relation="correction").count() == 1


def test_a_letter_from_tomorrow_is_refused_at_its_field(browser, kalbar):
    response = browser("pemohon.kalbar").post(
        url_of(kalbar, "surat"), {"relation": "correction", "number": "1", "dated_on": "2026-08-30"}
    )

    assert response.status_code == 422
    assert 'href="#letter_dated_on"' in response.content.decode()


def test_cancelling_and_asking_again(browser, kalbar):
    client = browser("pemohon.kalbar")
    client.post(url_of(kalbar, "cancel"), {"step_run": kalbar.run.pk, "reason": ""})

    response = client.post(url_of(kalbar, "ajukan-lagi"))

    assert reload(kalbar).status == "cancelled"
    draft = Booking.objects.get(status="draft", title=kalbar.booking.title, applicant=kalbar.booking.applicant)
    assert response["Location"] == draft.get_absolute_url()
    assert "letter_number" not in draft.draft_data


@pytest.mark.parametrize("office", ["kaltara", "kalbar", "gorontalo", "tarakan", "singkawang"])
def test_every_step_of_every_sop_has_a_page_for_its_holder_and_the_applicant(office, browser):
    walk, browser_of = Walk(office).submit(), cache(browser)
    asked: dict[str, int] = {}
    for _step in range(30):
        run = walk.run
        if run is None:
            break
        sessions = walk.booking.sessions.filter(status="planned") if run.kind == "execute" else ()
        for session in sessions:  # looked at while it runs, with something in its log
            walk.at = session.starts_at
            walk.act("start", session=session.pk)
            walk.act("log", session=session.pk, kind="incident", text="Suara putus")
        for reader in (walk.holder().user.username, f"pemohon.{office}"):
            browser_of(reader)
            with CaptureQueriesContext(connection) as statements:
                response = browser_of(reader).get(url_of(walk))
            assert response.status_code == 200
            place = f"{walk.step}, {reader}"
            assert (response.content.count(b"turn-yours") == 1) == (reader == walk.holder().user.username), place
            most = MOST_FOR_HOLDER if response.content.count(b'id="kerjakan"') else MOST_FOR_APPLICANT
            asked[place] = len(statements) - most
        if sessions:
            walk.at = walk.booking.last_session_end
            walk.act("finish", session=walk.booking.sessions.get().pk)
        else:
            walk.onward(run)
    asked.pop(next(iter(asked)))  # what a process reads once: the SOP, its printed rows
    assert {place: over for place, over in asked.items() if over > 0} == {}
