"""A case file as a ZIP that is checked without the portal."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from bookings.archive import write_archive
from bookings.archive_check import faults_of
from bookings.models import TrailHead
from bookings.services.cases import post_message
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User


@pytest.fixture
def case(world: None) -> Walk:
    """Tarakan, with its sheet and its signed letter."""
    walk = Walk("tarakan", title="=HYPERLINK(1)").submit().until("terima-surat-tanggapan")
    post_message(walk.booking, "Mohon datang lebih awal", by=walk.applicant, at=walk.at)
    return walk


def unpacked(walk: Walk, folder: Path) -> Path:
    out = io.BytesIO()
    write_archive(walk.booking, out, by="Tata usaha", at=walk.at)
    ZipFile(out).extractall(folder)
    return folder / str(walk.booking.ticket)


def test_archive_holds_the_case_and_is_whole(case: Walk, tmp_path: Path) -> None:
    folder = unpacked(case, tmp_path)

    papers = json.loads((folder / "naskah.json").read_text())
    facts = json.loads((folder / "permohonan.json").read_text())
    trail = list(csv.reader((folder / "riwayat.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [paper["kind"] for paper in papers] == ["Lembar disposisi"] * (len(papers) - 1) + ["Surat tanggapan"]
    assert all((folder / paper["file"]).read_bytes().startswith(b"%PDF-") for paper in papers)
    assert (papers[-1]["classification"], papers[-1]["kept_until"]) == ("000.1.4", None)
    assert [file.name for file in (folder / "lampiran").iterdir()] == ["01 surat.pdf"]
    assert [each["text"] for each in facts["conversation"]] == ["Mohon datang lebih awal"]
    assert len(trail) == 1 + case.booking.events.count()
    done = subprocess.run([sys.executable, "-I", folder / "periksa.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:6]) == (0, "Utuh: ")


def test_check_names_what_was_changed_added_and_taken_away(case: Walk, tmp_path: Path) -> None:
    folder = unpacked(case, tmp_path)
    lines = (folder / "riwayat.jsonl").read_text().splitlines()
    head = TrailHead.objects.get(booking=case.booking)
    assert json.loads(lines[-1])["previous"] == head.hash

    (folder / "riwayat.jsonl").write_text("\n".join([lines[0].replace("submit", "sUbmit"), *lines[1:]]) + "\n")
    (folder / "lampiran" / "01 surat.pdf").unlink()
    (folder / "lain.txt").write_text("x")

    assert sorted(faults_of(folder)) == [
        "lain.txt: tidak terdaftar dalam SHA256SUMS.",
        "lampiran/01 surat.pdf: tidak ada.",
        "riwayat.jsonl, baris 2: tidak bersambung dengan baris sebelumnya.",
        "riwayat.jsonl: isinya berubah.",
    ]


@pytest.mark.parametrize(("username", "status"), [("tu.tarakan", 200), ("staf.tarakan", 404), ("pemohon.tarakan", 404)])
def test_archive_is_for_who_keeps_the_letters(case: Walk, client: Client, username: str, status: int) -> None:
    client.force_login(User.objects.get(username=username))
    url = f"{case.booking.get_absolute_url()}berkas.zip"

    answer = client.get(url)

    if status == 200:
        assert b"".join(answer).startswith(b"PK")
        for close in answer._resource_closers:  # as the end of a request does, but for the connection of the test
            close()
    assert answer.status_code == status
    assert (url in client.get(case.booking.get_absolute_url()).content.decode()) == (status == 200)
