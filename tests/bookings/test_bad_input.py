"""Nonsense at every form and address: a sentence or a 404, never a fault of ours, and nothing half-written."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bookings.models import Event
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import possibilities, situation_of
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from vidcon_portal.accounts.services.tokens import issue_token
from vidcon_portal.demo.people import PIN

TEXTS = (
    "",
    "²",
    "-1",
    "9" * 30,
    "1e999",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "0001-01-01T00:00:00+14:00",
    "2026-02-30",
    "<script>alert(1)</script>\r\nSet-Cookie: a=b",
    "\u202e\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + "x" * 20_000,
)
VALUES: tuple[Any, ...] = (
    *TEXTS,
    None,
    True,
    -1,
    10**30,
    1.5,
    [],
    ["a"],
    [[["a"]]],
    {},
    {"a": {"b": []}},
    [{}],
    [{"starts_at": "9999-12-31T23:59:59-14:00", "ends_at": "0001-01-01T00:00:00+14:00"}],
    [{"date": "0001-01-01", "start": "00:00", "end": "23:59"}],
    [{"name": {"a": 1}, "state": ["x"], "note": 7}],
)
PAGES = (
    "/permohonan/?q={}&page={}&status={}&milik={}",
    "/lacak/?tiket={}",
    "/jadwal/?tanggal={}",
    "/jadwal/?tanggal=2099-12-31&x={}",
    "/permohonan/baru/?mulai={}&selesai={}",
    "/verifikasi/?code={}",
    "/pemberitahuan/?page={}",
    "/kalbar/ketersediaan/?x={}",
    "/api/v1/bookings?q={}&since={}",
    "/api/v1/availability?service={}&start={}&end={}&needs={}",
    "/api/v1/alternatives?ticket={}&needs={}",
    "/api/v1/agencies?office={}",
    "/api/v1/resources?office={}",
)


@pytest.fixture
def quiet(caplog: Any) -> None:
    caplog.set_level("CRITICAL")


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.mark.usefixtures("quiet")
def test_no_address_stumbles_over_its_query(world):
    walk = Walk("kalbar").submit()
    wrong = []
    with time_machine.travel(MONDAY, tick=False):
        client = signed_in(walk.applicant.user)
        for page in PAGES:
            path, _mark, query = page.partition("?")
            names = [part.partition("=") for part in query.split("&")]
            for text in TEXTS:
                asked = {name: text if value == "{}" else value for name, _is, value in names}
                status = client.get(path, asked).status_code
                if status >= 500:
                    wrong.append((page, text[:40], status))

    assert wrong == []


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("office", ["kalbar", "tarakan"])
def test_no_action_stumbles_over_its_fields(world, office):
    """Each field of each action possible on the way gets every nonsense, once; what is accepted is taken back."""
    walk = Walk(office).submit()
    wrong, asked = [], set()
    for _turn in range(12):
        run = walk.run
        if run is None or run.kind == "execute":
            break
        holder = walk.holder()
        with time_machine.travel(walk.at, tick=False):
            bearer = {"Authorization": f"Bearer {issue_token(holder.user, at=walk.at)[0]}"}
            client = Client(raise_request_exception=False)
            here = situation_of(walk.booking, walk.at)
            for each in possibilities(holder, walk.booking, walk.at):
                if not each.allowed:
                    continue
                fields = form_for(here, each.action, by=holder).fields
                form = (each.action, *((name, type(field)) for name, field in fields.items()))
                if form in asked:
                    continue
                asked.add(form)
                path = f"/api/v1/bookings/{walk.booking.ticket}/actions/{each.action}"
                wrong += nonsense(client, path, run.pk, fields, bearer)
        if (
            Event.objects.filter(booking=walk.booking).order_by("-number").values_list("step_run", flat=True)[0]
            == run.pk
        ):
            break  # some nonsense was sense after all: the walk goes no further
        walk.onward(run)

    assert wrong == []


def nonsense(client: Client, path: str, run: int, fields: dict[str, forms.Field], bearer: dict[str, str]) -> list[Any]:
    """Every field with every value, all others left out; several fields at once, so that it stays quick."""
    found = []
    for value in VALUES:
        data = {name: value for name in fields if name != "pin"} | ({"pin": PIN} if "pin" in fields else {})
        body = json.dumps({"step_run": run + 10**6, "data": data})  # another step: read, checked for shape, not taken
        here = body.replace(str(run + 10**6), str(run))
        for sent in (body,) if isinstance(value, str | bool) else (body, here):
            response = client.post(path, sent, content_type="application/json", headers=bearer)
            if response.status_code >= 500:
                found.append((path, repr(value)[:60], response.status_code))
    return found


@pytest.mark.usefixtures("quiet")
def test_no_page_form_stumbles_over_what_was_typed(world):
    walk = Walk("singkawang").submit()
    draft = Walk("singkawang", days=9).booking
    wrong = []
    with time_machine.travel(MONDAY, tick=False):
        client = signed_in(walk.applicant.user)
        names = [
            *("title", "place", "participants_onsite", "operators", "connection_test_at", "letter_date", "letter_file"),
            *("room", "equipment", "secrecy", "leader_rank", "contact_phone", "sessions-0-date", "sessions-0-start"),
            *(
                "sessions-0-end",
                "sessions-0-open",
                "take",
                "on_clash",
                "body",
                "file",
                "relation",
                "number",
                "dated_on",
            ),
            *("reason", "session", "step_run", "hat", "next", "mulai", "selesai", "service", "mode", "note", "pin"),
            *("evidence", "decided_by", "occurred_at", "delegation-position", "delegation-starts_on", "profile-phone"),
        ]
        case = walk.booking.get_absolute_url()
        own = draft.get_absolute_url()
        paths = [
            *(f"{own}?sesi=²", f"{own}ketersediaan/", "/permohonan/baru/", f"{case}cancel/", f"{case}reschedule/"),
            *(f"{case}pesan/", f"{case}surat/", f"{case}dibaca/", "/lacak/", "/akun/peran/", "/akun/pelimpahan/"),
            *("/akun/profil/", "/akun/pin/", "/verifikasi/"),
        ]
        for path in paths:
            for text in TEXTS:
                for extra in ({}, {"submit": "1"}) if path.startswith(own) else ({},):
                    status = client.post(path, dict.fromkeys(names, text) | extra).status_code
                    if status >= 500:
                        wrong.append((path, text[:40], status))
            if (status := client.get(path).status_code) >= 500:
                wrong.append((path, "GET", status))

    assert wrong == []


@pytest.mark.usefixtures("quiet")
def test_files_that_are_not_what_they_say(world, settings):
    settings.FILE_MAX_BYTES = 100_000
    walk = Walk("kalbar").submit()
    files = {
        "berkas.pdf": b"MZ\x90\x00 this is a program",
        "a\r\nX-Evil: 1.pdf": b"%PDF-1.4\n broken",
        "gambar.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        "besar.pdf": b"%PDF-1.4\n" + b"0" * 200_000,
        "kosong.pdf": b"",
        "halaman.html": b"<script>alert(1)</script>",
        "../../etc/passwd.svg": b"<svg onload=alert(1)>",
    }
    with time_machine.travel(MONDAY, tick=False):
        client = signed_in(walk.applicant.user)
        said = {
            name: client.post(
                f"{walk.booking.get_absolute_url()}pesan/", {"body": "Ini", "file": SimpleUploadedFile(name, content)}
            ).status_code
            for name, content in files.items()
        }

    assert said == dict.fromkeys(files, 422)
    assert not walk.booking.messages.exists()


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 50_000, b'{"data": {"title": "' + b"x" * 3_000_000 + b'"}}', b"null", b"7"]
)
def test_json_without_measure_is_a_bad_request(world, body):
    walk = Walk("kalbar").submit()
    with time_machine.travel(MONDAY + timedelta(minutes=1), tick=False):
        bearer = f"Bearer {issue_token(walk.applicant.user, at=MONDAY)[0]}"
        response = Client(raise_request_exception=False).post(
            "/api/v1/bookings", body, content_type="application/json", headers={"Authorization": bearer}
        )

    assert response.status_code in (400, 413, 422)
    assert response["Content-Type"] == "application/problem+json"
