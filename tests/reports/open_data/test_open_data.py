"""What every public page of results may never say, and what open data are good for."""

import csv
import io

import pytest
import time_machine

from tests.conftest import MONDAY
from vidcon_portal.accounts.models import Agency, User

SECRETS = ("Rapat Ibu Siti", "Gubernur Anwar", "Rumah Jabatan", "Listrik padam")


@pytest.fixture
def july(served, officer):
    """One ordinary, one limited, one secret, one of a private applicant."""
    served("2026-07-06 09:30", "2026-07-06 11:00", title=SECRETS[0], leader=SECRETS[1], place=SECRETS[2],
           obstacles=SECRETS[3], officers=[officer], participants=40)  # fmt: skip
    for day, secrecy in ((7, "limited"), (8, "secret")):
        booking = served(f"2026-07-{day:02} 09:00", f"2026-07-{day:02} 10:00", title=f"Tertutup {secrecy}")
        booking.secrecy = secrecy
        booking.save(update_fields=["secrecy"])
    private = Agency.objects.create(office=officer.office, code="ani", name="Ani Perorangan", kind="other")
    served("2026-07-09 09:00", "2026-07-09 10:00", title="Pribadi", agency=private)
    return officer


def test_open_data_hold_no_person_no_title_no_secret(client, july):
    with time_machine.travel(MONDAY):
        text = b"".join(client.get("/kaltara/data-terbuka/rekap-2026-07.csv").streaming_content).decode()
        answer = client.get("/kaltara/data-terbuka/rekap-2026-07.json")
        page = client.get("/kaltara/data-terbuka/").content.decode()

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    written = {None: "", True: "true", False: "false"}
    assert rows == [
        {k: written[v] if v is None or isinstance(v, bool) else str(v) for k, v in line.items()}
        for line in answer.json()["kegiatan"]
    ]
    assert ["2026-07" in page, "2026-06" in page] == [True, False]  # the office began in July
    assert [row["perangkat_daerah"] for row in rows][1:] == ["Dirahasiakan", "Dirahasiakan", "Pemohon lain"]
    assert (rows[0]["tanggal"], rows[0]["jam_mulai"], rows[0]["menit"], rows[0]["peserta"]) == (
        "2026-07-06",
        "09:00",
        "90",
        "40",
    )
    names = [name for name in User.objects.values_list("name", flat=True) if len(name) > 4]
    for words in (text, answer.content.decode(), page):
        for hidden in (*SECRETS, "Tertutup", "Pribadi", "Ani", july.name, "-H0", *names):
            assert hidden not in words


@pytest.mark.parametrize("month", ["2026-08", "2099-01", "2026-13", "1999-01"])
def test_only_months_that_are_over_are_open(client, world, month):
    with time_machine.travel(MONDAY):
        assert client.get(f"/kaltara/data-terbuka/rekap-{month}.json").status_code == 404


def test_the_public_pages_of_an_office_name_no_event_and_nobody_but_its_head(client, july):
    office = ("", "sop/", "standar-pelayanan/", "ketersediaan/", "maklumat/", "privasi/", "skm/", "pengaduan/",
              "pengaduan/lacak/", "data-terbuka/")  # fmt: skip
    heads = User.objects.filter(appointments__position__role="office_head")
    people = [(user.name, user.phone) for user in User.objects.exclude(pk__in=heads) if len(user.name) > 4]
    hidden = {word for person in people for word in person if word} | {
        *SECRETS,
        july.name,
        "Ani Perorangan",
        "Tertutup",
    }
    with time_machine.travel(MONDAY):
        for path in ("/", "/lacak/", "/verifikasi/", *(f"/kaltara/{each}" for each in office)):
            page = client.get(path)
            assert page.status_code == 200, path
            text = page.content.decode()
            assert [word for word in hidden if word in text] == [], path
        for each in office[4:]:
            assert client.get(f"/tidakada/{each}").status_code == 404
