"""Papers beside a case over the API: the same rules as on the page, and safe to repeat."""

import pytest

from bookings.models import Booking
from tests.walks.driver import Walk
from vidcon_portal.documents.models import Document


@pytest.fixture
def walk(world, clock) -> Walk:
    walk = Walk("kalbar", mode="host").submit().until("laksanakan")
    clock.move_to(walk.at)
    return walk


def test_surat_tugas_from_draft_to_signature(caller, walk):
    url = f"/bookings/{walk.booking.ticket}/papers"
    division, head = caller("bidang.kalbar"), caller("kadis.kalbar")
    kinds = {each["kind"]: each for each in division.get(url).json()["kinds"]}

    written = division.post(url, {"kind": "surat-tugas", "data": {"task": "Mendampingi rapat"}}, Idempotency_Key="a")
    again = division.post(url, {"kind": "surat-tugas", "data": {"task": "Mendampingi rapat"}}, Idempotency_Key="a")
    second = division.post(url, {"kind": "surat-tugas"})

    assert kinds["surat-tugas"]["allowed"]
    assert kinds["surat-tugas"]["fields"]["properties"]["task"]["default"].startswith("Melaksanakan fasilitasi")
    assert (written.status_code, again.json(), second.status_code) == (201, written.json(), 403)
    paper = f"/papers/{written.json()['id']}/actions"
    allowed = {each["action"]: each["allowed"] for each in written.json()["actions"]}
    assert allowed == {
        "sign_and_send": False, "initial": True, "edit": True, "number": False, "revise": True, "drop": True,
    }  # fmt: skip

    refused = [
        division.post(f"{paper}/sign_and_send", {"data": {"pin": "123456"}}),
        division.post(f"{paper}/terbang", {}),
        head.post(f"{paper}/sign_and_send", {"data": {"pin": "000000"}}),
        head.post(f"{paper}/revise", {}),
    ]
    assert [(each.status_code, each.json()["type"]) for each in refused] == [
        (403, "not-yours"), (409, "not-now"), (422, "incomplete"), (422, "incomplete"),
    ]  # fmt: skip
    assert (list(refused[2].json()["fields"]), list(refused[3].json()["fields"])) == (["pin"], ["note"])
    assert Document.objects.get(kind="assignment_letter").status == "draft"
    without_reason = head.post(f"{paper}/number", {"data": {"number": "1.a/ST"}}).json()["fields"]
    assert without_reason == {"reason": ["Tulis alasannya; alasan ini tercatat di buku register."]}

    division.post(f"{paper}/initial", {"data": {"pin": "123456"}})
    signed = head.post(f"{paper}/sign_and_send", {"data": {"pin": "123456"}}, Idempotency_Key="b")
    repeated = head.post(f"{paper}/sign_and_send", {"data": {"pin": "123456"}}, Idempotency_Key="b")
    late = head.post(f"{paper}/sign_and_send", {"data": {"pin": "123456"}})

    assert (signed.status_code, repeated.json()) == (200, signed.json())
    assert (signed.json()["status"], signed.json()["number"]) == ("sent", "000.1.4/001/ST-DISKOMINFO/2026")
    assert signed.json()["actions"] == []
    assert (late.status_code, late.json()["type"]) == (409, "already-handled")


def test_draft_is_reworded_handed_back_and_given_up(caller, walk):
    url = f"/bookings/{walk.booking.ticket}/papers"
    division = caller("bidang.kalbar")
    draft = division.post(url, {"kind": "nota-dinas", "data": {"subject": "Pinjam ruang"}}).json()
    paper = f"/papers/{draft['id']}/actions"
    words = Document.objects.get(pk=draft["id"]).context["body"]

    edited = division.post(
        f"{paper}/edit", {"data": {name: words[name] for name in ("recipient", "subject")} | {"content": "Singkat."}}
    )
    division.post(f"{paper}/revise", {"data": {"note": "Tambah tanggal"}})
    dropped = division.post(f"{paper}/drop", {"data": {"note": "Tidak jadi"}})

    document = Document.objects.get(pk=draft["id"])
    assert (edited.status_code, dropped.json()["status"]) == (200, "void")
    assert (document.context["body"]["content"], document.return_note, document.void_reason) == (
        "Singkat.", "Tambah tanggal", "Tidak jadi",
    )  # fmt: skip


def test_papers_on_their_way_are_for_the_office(caller, walk):
    url = f"/bookings/{walk.booking.ticket}/papers"
    draft = caller("bidang.kalbar").post(url, {"kind": "nota-dinas"}).json()["id"]
    strangers = [caller(name) for name in ("pemohon.kalbar", "kadis.kaltara")]

    answers = [
        answer.status_code
        for who in strangers
        for answer in (
            who.get(url),
            who.post(url, {"kind": "nota-dinas"}),
            who.post(f"/papers/{draft}/actions/drop", {"data": {"note": "x"}}),
        )
    ]
    unknown = caller("bidang.kalbar").post(url, {"kind": "surat-cinta"})

    assert answers == [404] * 6
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["kind"])
    assert Booking.objects.get(pk=walk.booking.pk).papers.filter(document__kind="memo").count() == 1
