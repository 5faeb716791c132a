"""The reply letter: as rows of the SOP, and beside the case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.errors import Incomplete, NotYours
from bookings.inbox import inbox_of
from bookings.pages.papers import Words, compared
from bookings.paper_permissions import why_not_paper
from bookings.papers import papers_of
from bookings.permissions import may_see_file, may_see_internal_file
from bookings.services.papers import initial_paper, revise_paper, sign_paper
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk, actor
from verification.papers import open_reply, reply_of, sent_reply
from verification.reply_words import body_of
from vidcon_portal.demo.people import PIN
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import ReplyLetterData
from vidcon_portal.documents.services.issuing import update_draft
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.notifications.models import Delivery


def waiting_for(somebody, at):
    return [line.document for line in inbox_of(somebody, at=at).papers]


def at_draft():
    walk = Walk("tarakan").submit().until("buat-id-meeting")
    walk.act("provide", platform="Zoom", meeting_id="845 2210 9973", passcode="rahasia-8")
    return walk.until("susun-surat-tanggapan")


def served(office="kalbar", step="laksanakan"):
    return Walk(office, mode="host").submit().until(step)


# --- as rows of the SOP ---


def test_propose_writes_the_usual_words(world):
    walk = at_draft()

    walk.act("propose")

    draft = open_reply(walk.booking)
    body = body_of(draft)
    assert (draft.status, draft.variant) == ("draft", "can")
    assert body.request.number == "005/12/2026"
    assert {fact.label: fact.value for fact in body.details}["ID rapat"] == "845 2210 9973"
    assert body.conditions
    assert render_paper(draft)[:5] == b"%PDF-"


def test_proposed_words_are_printed(world):
    walk = at_draft()

    walk.act("propose", conditions="- Satu petugas\n\n- Kamera menyala", copies="Sekretaris Daerah")

    body = body_of(open_reply(walk.booking))
    assert body.conditions == ("Satu petugas", "Kamera menyala")
    assert body.copies == ("Sekretaris Daerah",)


def test_initials_signature_and_sending(world):
    walk = at_draft()
    walk.act("propose")

    walk.act("initial")
    walk.act("sign_and_send")

    letter = sent_reply(walk.booking)
    assert (letter.status, letter.owner_kind) == ("sent", "booking")
    assert letter.number
    assert letter.signatory_position.role == "office_head"
    assert [each.position.role for each in letter.initials.all()] == ["division_head"]
    assert walk.step == "terima-surat-tanggapan"


@pytest.mark.parametrize(
    ("action", "step"), [("initial", "periksa-surat-tanggapan"), ("sign_and_send", "kirim-surat-tanggapan")]
)
def test_a_signature_asks_for_the_pin(world, action, step):
    walk = at_draft().until(step)

    with pytest.raises(Incomplete) as refused:
        walk.act(action, pin="000000")

    assert list(refused.value.fields) == ["pin"]
    assert walk.step == step


def test_revise_hands_it_back_with_a_note(world):
    walk = at_draft()
    walk.act("propose")
    walk.act("initial")

    walk.act("revise", note="Perbaiki nama ruang")

    draft = open_reply(walk.booking)
    assert walk.step == "susun-surat-tanggapan"
    assert (draft.status, draft.return_note) == ("draft", "Perbaiki nama ruang")
    assert not draft.initials.filter(withdrawn_at__isnull=True).exists()
    assert "Perbaiki nama ruang" in draw_panel(walk)
    walk.act("propose", conditions="Ruang Aula")
    assert Document.objects.filter(booking_paper__booking=walk.booking, kind="reply_letter").count() == 1


def test_revise_needs_words(world):
    walk = at_draft().until("periksa-surat-tanggapan")

    with pytest.raises(Incomplete) as refused:
        walk.act("revise", note="")

    assert list(refused.value.fields) == ["note"]


def test_a_draft_is_not_for_the_applicant(world):
    walk = at_draft()
    walk.act("propose")
    draft = open_reply(walk.booking)

    assert draft.owner_kind == "booking_internal"
    assert not may_see_internal_file(walk.applicant, str(walk.booking.pk))
    walk.act("initial")
    walk.act("sign_and_send")
    assert may_see_file(walk.applicant, str(walk.booking.pk))


# --- beside the case ---


@pytest.mark.parametrize(
    ("office", "step"),
    [
        ("kalbar", "laksanakan"),
        ("kaltara", "cek-lokasi-perlengkapan"),
        ("gorontalo", "siapkan-alat"),
        ("singkawang", "koordinasi-teknis"),
    ],
)
def test_a_decision_drafts_the_letter_beside_the_case(world, office, step):
    walk = served(office, step)

    draft = open_reply(walk.booking)

    assert (draft.status, draft.variant, draft.owner_kind) == ("draft", "can", "booking_internal")
    assert render_paper(draft)[:5] == b"%PDF-"


def test_an_sop_with_its_own_row_gets_no_second_letter(world):
    walk = Walk("tarakan").submit().until("buat-id-meeting")

    assert reply_of(walk.booking) is None


def test_an_office_without_reply_letters_gets_none(world, office_of):
    office = office_of("kalbar")
    office.reply_letter = False
    office.save()

    assert reply_of(served().booking) is None


@pytest.mark.parametrize(
    ("action", "variant"), [("accept_partly", "partly"), ("refuse", "cannot"), ("full", "information")]
)
def test_the_decision_chooses_the_words(world, action, variant):
    walk = served(step="verifikasi")
    words = {"note": "Kamera tidak ada", "struck": [0]} if action == "accept_partly" else {"reason": "Penuh"}

    walk.act(action, **words)

    draft = open_reply(walk.booking)
    assert draft.variant == variant
    assert render_paper(draft)[:5] == b"%PDF-"


def test_the_head_signs_and_the_applicant_hears_of_it(world):
    walk = served()
    draft, head = open_reply(walk.booking), actor("kadis.kalbar", walk.at)

    sent = sign_paper(draft, by=head, at=walk.at)

    assert (sent.status, sent.owner_kind) == ("sent", "booking")
    assert sent.number
    told = Delivery.objects.filter(channel="in_app", recipient=walk.applicant.user, subject__contains="surat tanggapan")
    assert told.count() == 1
    assert walk.step == "laksanakan"


def test_nobody_but_the_head_signs(world):
    walk = served()
    draft = open_reply(walk.booking)

    for username in ("bidang.kalbar", "tu.kalbar", "pemohon.kalbar", "kadis.kaltara", "admin"):
        with pytest.raises(NotYours):
            sign_paper(draft, by=actor(username, walk.at), at=walk.at)
    assert open_reply(walk.booking) == draft


def test_initials_come_once_and_fall_when_it_is_handed_back(world):
    walk = served()
    draft, division = open_reply(walk.booking), actor("bidang.kalbar", walk.at)

    initial_paper(draft, by=division, at=walk.at)
    with pytest.raises(NotYours):
        initial_paper(draft, by=division, at=walk.at)
    revise_paper(draft, by=actor("kadis.kalbar", walk.at), note="Tambah tembusan", at=walk.at)

    draft.refresh_from_db()
    assert (draft.status, draft.return_note) == ("draft", "Tambah tembusan")
    assert why_not_paper(division, draft, "initial", walk.at) is None


def test_a_second_tap_on_initials_leads_back_and_says_so(world, client):
    walk = served()
    draft, division = open_reply(walk.booking), actor("bidang.kalbar", walk.at)
    initial_paper(draft, by=division, at=walk.at)
    address = reverse("bookings:paper", args=[walk.booking.ticket, draft.pk, "initial"])
    client.force_login(division.user)

    answer = client.post(address, {"pin": PIN}, follow=True)

    assert answer.redirect_chain == [(f"{walk.booking.get_absolute_url()}#dokumen", 302)]
    assert "Anda sudah memaraf konsep ini." in answer.content.decode()
    client.force_login(actor("tu.kalbar", walk.at).user)
    assert client.get(address).status_code == 403


def test_what_came_back_waits_for_its_writers_with_the_note_until_it_is_mended(world, client):
    walk = served()
    walk.at = timezone.now()
    draft, head, division = open_reply(walk.booking), actor("kadis.kalbar", walk.at), actor("bidang.kalbar", walk.at)
    initial_paper(draft, by=division, at=walk.at)
    revise_paper(draft, by=head, note="Tambah tembusan", at=walk.at)

    assert (draft in waiting_for(division, walk.at), draft in waiting_for(head, walk.at)) == (True, False)
    assert Delivery.objects.filter(recipient=division.user, body__contains="Tambah tembusan").exists()
    client.force_login(division.user)
    assert "Dikembalikan: Tambah tembusan" in client.get("/tugas/").content.decode()
    assert (
        "Tambah tembusan"
        in client.get(reverse("bookings:paper", args=[walk.booking.ticket, draft.pk, "edit"])).content.decode()
    )
    client.force_login(head.user)
    assert "Surat tanggapan untuk" not in client.get("/tugas/").content.decode()

    body = ReplyLetterData.from_json(draft.context["body"])
    later = walk.at + timedelta(minutes=1)
    update_draft(draft, replace(body, copies=("Sekretaris Daerah",)), by=division, at=later)

    assert draft in waiting_for(head, later)


def test_a_change_is_shown_word_for_word():
    assert list(compared("Ruang dibuka pukul 08.00 WIB", "Ruang dibuka pukul 07.30 WIB")) == [
        Words("Ruang dibuka pukul"),
        Words(" 08.00", gone=True),
        Words(" 07.30", new=True),
        Words(" WIB"),
    ]
    assert list(compared("(kosong)", "Sekretaris Daerah")) == [
        Words("(kosong)", gone=True),
        Words(" "),
        Words("Sekretaris Daerah", new=True),
    ]


def test_it_waits_in_the_inbox_of_who_must_act(world):
    walk = served()
    draft, head, division = open_reply(walk.booking), actor("kadis.kalbar", walk.at), actor("bidang.kalbar", walk.at)

    assert draft in waiting_for(head, walk.at)
    assert draft in waiting_for(division, walk.at)
    initial_paper(draft, by=division, at=walk.at)
    assert draft not in waiting_for(division, walk.at)
    assert waiting_for(walk.applicant, walk.at) == []
    assert draft not in waiting_for(actor("kadis.kaltara", walk.at), walk.at)


def test_its_page_says_for_whom_it_waits_though_the_step_is_anothers(world, client):
    walk = served()
    draft, head, division = open_reply(walk.booking), actor("kadis.kalbar", walk.at), actor("bidang.kalbar", walk.at)

    def page_of(somebody):
        client.force_login(somebody.user)
        return client.get(walk.booking.get_absolute_url()).content.decode()

    assert "Surat tanggapan menunggu Anda." in page_of(head)
    revise_paper(draft, by=head, note="Tambah tembusan", at=walk.at)
    assert "Surat tanggapan menunggu Anda." not in page_of(actor("tu.kalbar", walk.at))
    first = page_of(division).split('id="dokumen"')[1].split("btn-secondary")[1]
    assert "Ubah isi" in first.split("</a>")[0]


def test_a_cancelled_case_sends_no_draft(world):
    walk = served()
    draft, head = open_reply(walk.booking), actor("kadis.kalbar", walk.at)
    walk.act("cancel", by="pemohon")

    assert why_not_paper(head, draft, "sign_and_send", walk.at)
    assert draft not in waiting_for(head, walk.at)


# --- the sheet ---


def test_each_disposition_replaces_the_sheet(world):
    walk = Walk("singkawang").submit().until("cek-kelengkapan")

    sheets = Document.objects.filter(booking_paper__booking=walk.booking, kind="disposition_sheet")
    standing = [paper for paper in papers_of(walk.booking) if paper.kind == "disposition_sheet"]
    assert sheets.count() == 3
    assert len(standing) == 1
    body = standing[0].context["body"]
    assert len(body["blocks"]) == 3
    assert standing[0].number == body["agenda_number"]
    assert standing[0].owner_kind == "booking_internal"
    assert body["channel"] == "Srikandi nomor SRK-2026-001"
    assert render_paper(standing[0])[:5] == b"%PDF-"


# --- after a signed yes ---


def moved(walk, days=1):
    session = walk.booking.sessions.get()
    return [
        {
            "starts_at": (session.starts_at + timedelta(days=days)).isoformat(),
            "ends_at": (session.ends_at + timedelta(days=days)).isoformat(),
        }
    ]


@pytest.mark.parametrize(("action", "variant"), [("accept", "change"), ("refuse", "cancellation")])
def test_a_new_decision_after_a_signed_yes_refers_to_it(world, action, variant):
    walk = served()
    first = sign_paper(open_reply(walk.booking), by=actor("kadis.kalbar", walk.at), at=walk.at)
    walk.act("reschedule", by="pemohon", sessions=moved(walk))
    assert walk.step == "verifikasi"

    walk.act(action, **({"reason": "Petugas sakit"} if action == "refuse" else {}))

    draft = open_reply(walk.booking)
    body = body_of(draft)
    assert (draft.variant, draft.owner_kind) == (variant, "booking_internal")
    assert body.earlier.number == first.number
    assert render_paper(draft)[:5] == b"%PDF-"
    if action == "accept":
        assert [change.label for change in body.changes] == ["Hari, tanggal"]
    signed = sign_paper(draft, by=actor("kadis.kalbar", walk.at), at=walk.at)
    standing = [paper.number for paper in papers_of(walk.booking) if paper.kind == "reply_letter"]
    assert standing == ([first.number, signed.number] if action == "accept" else [signed.number])


def test_while_it_is_decided_anew_nobody_signs_the_old_words(world):
    walk = served()
    draft, head = open_reply(walk.booking), actor("kadis.kalbar", walk.at)
    walk.act("reschedule", by="pemohon", sessions=moved(walk))

    assert why_not_paper(head, draft, "sign_and_send", walk.at) == (
        "Permohonan sedang diperiksa ulang. Tunggu keputusan baru sebelum menandatangani."
    )

    walk.act("accept")
    assert open_reply(walk.booking) == draft
    assert why_not_paper(head, draft, "sign_and_send", walk.at) is None
