"""What messages say: gaps and nothing else, an office's own words, its preview."""

import pytest
from django.test import Client

from tests.vidcon_portal.accounts.people import NOW, make_office, make_position, make_user, seat, wear
from vidcon_portal.accounts.choices import Role
from vidcon_portal.notifications.models import Delivery, MessageText
from vidcon_portal.notifications.services import reset_text, save_text, tell
from vidcon_portal.notifications.wording import fill, message_kinds, strange_gaps
from vidcon_portal.procedures.choices import Kind

VALUES = {"nomor": "KALBAR-2026-0001", "kegiatan": "Rapat {nomor}", "waktu": "Senin", "langkah": "Disposisi"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{nomor}: {kegiatan}", "K-1: Rapat"),
        ("Ada.\nAlasan: {alasan}\n{nomor}", "Ada.\nK-1"),
        ("{nomor.__class__} {nomor!r} {} {0} {{nomor}}", "{nomor.__class__} {nomor!r} {} {0} {K-1}"),
        ("{% debug %}{{ settings.SECRET_KEY }}", "{% debug %}{{ settings.SECRET_KEY }}"),
    ],
)
def test_fill_replaces_gaps_and_runs_nothing(text: str, expected: str) -> None:
    assert fill(text, {"nomor": "K-1", "kegiatan": "Rapat", "alasan": ""}) == expected


def test_fill_does_not_fill_what_was_filled_in() -> None:
    assert fill("{kegiatan}", VALUES) == "Rapat {nomor}"


def test_strange_gaps_are_named() -> None:
    assert strange_gaps("{nomor} {sandi} {x.y} }", ["nomor"]) == ["{sandi}", "{", "}"]


@pytest.mark.parametrize("kind", message_kinds().values(), ids=lambda kind: kind.code)
def test_defaults_use_only_their_own_gaps_and_offer_no_secret(kind) -> None:
    assert strange_gaps(f"{kind.subject}\n{kind.body}", kind.gaps) == []
    assert not {"sandi", "passcode", "tautan", "telepon", "nip"} & set(kind.gaps)
    assert fill(str(kind.subject), kind.gaps)
    assert fill(str(kind.body), kind.gaps)


@pytest.mark.django_db
def test_own_words_replace_the_default_of_one_office_and_go_again() -> None:
    office, other, user = make_office(), make_office(), make_user()
    admin = wear(seat(make_position(office, Role.OFFICE_ADMIN)))
    save_text(office, "giliran", subject="Mohon ditindaklanjuti {nomor}", body="{kegiatan}", by=admin)

    def told(where, key: str) -> tuple[str, str]:
        tell([user], "giliran", values=VALUES, url="", dedupe_key=key, office=where, at=NOW)
        found = Delivery.objects.get(dedupe_key=f"{key}:{user.pk}:in_app")
        return found.subject, found.body

    assert told(office, "a") == ("Mohon ditindaklanjuti KALBAR-2026-0001", "Rapat {nomor}")
    default = ("Giliran Anda: KALBAR-2026-0001", "Disposisi menunggu Anda.\nRapat {nomor}\nSenin")
    assert told(other, "b") == default
    reset_text(office, "giliran", by=admin)
    assert told(office, "c") == default
    history = MessageText.history.filter(kind="giliran").order_by("history_date")
    assert list(history.values_list("history_type", "history_user")) == [("+", admin.user.pk), ("-", admin.user.pk)]


@pytest.mark.django_db
def test_page_previews_refuses_saves_and_resets(client: Client) -> None:
    office = make_office()
    admin, head = seat(make_position(office, Role.OFFICE_ADMIN)), seat(make_position(office, Role.OFFICE_HEAD))
    path, data = "/kotak-keluar/naskah/giliran/", {"subject": "Tugas {nomor}", "body": "<b>{langkah}</b>"}
    client.force_login(head.user)
    assert (client.get(path).status_code, client.post(path, data).status_code) == (404, 404)
    client.force_login(admin.user)

    preview = client.post(path, {**data, "preview": "1"}).content.decode()
    refused = client.post(path, {**data, "body": "{sandi} {langkah.nama}"})

    assert "Tugas KALBAR-2026-0412" in preview
    assert "&lt;b&gt;Disposisi&lt;/b&gt;" in preview
    assert refused.status_code == 422
    assert "{sandi}, {, } tidak dikenal. Pakai hanya {nomor}" in refused.content.decode()
    assert not MessageText.objects.exists()
    assert client.post(path, data).headers["Location"] == "/kotak-keluar/naskah/"
    assert "naskah kantor" in client.get("/kotak-keluar/naskah/").content.decode()
    client.post(path, {"reset": "1"})
    assert not MessageText.objects.exists()
    assert client.get("/kotak-keluar/naskah/tidak-ada/").status_code == 404


@pytest.mark.django_db
def test_the_portals_own_words_follow_the_language_of_the_day_and_an_offices_stay_its_own(client: Client) -> None:
    office, reader = make_office(), make_user(language="id")
    admin = wear(seat(make_position(office, Role.OFFICE_ADMIN)))
    values = {**VALUES, "langkah": Kind.DISPOSE.label}

    tell([reader], "giliran", values=values, url="", dedupe_key="a", office=office, at=NOW)
    save_text(office, "giliran", subject="Mohon ditindaklanjuti", body="{langkah}", by=admin)
    tell([reader], "giliran", values=values, url="", dedupe_key="b", office=office, at=NOW)

    client.force_login(reader)
    assert "Giliran Anda: KALBAR-2026-0001" in client.get("/pemberitahuan/").content.decode()
    client.cookies["django_language"] = "en"
    page = client.get("/pemberitahuan/").content.decode()
    assert "Your turn: KALBAR-2026-0001" in page
    assert "Giliran Anda" not in page
    assert page.count('<div lang="id">') == 1
    assert "Mohon ditindaklanjuti" in page.split('<div lang="id">')[1]
    mail = Delivery.objects.get(dedupe_key=f"a:{reader.pk}:mail")
    assert (mail.language, mail.wordings) == ("id", {})
