"""One case file as a ZIP that can be checked without the portal: papers, attachments, trail, hashes.

Read only; asks nobody for permission. What the store has lost is named in ``BACA-SAYA.txt``, not passed over.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import Q

from bookings import archive_check
from bookings.models import Booking, BookingFile, BookingLetter, BookingPaper, Disposition, Message
from bookings.queries.words import action_label
from bookings.requests import values_of
from bookings.sheets.lines import FORMULA_STARTS
from bookings.workflow.trail import canonical_event
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.retention import kept_until, rule_of, schedule_of
from vidcon_portal.documents.services.pdfs import ensure_pdf
from vidcon_portal.documents.services.stamping import verify_url
from vidcon_portal.documents.wording import date_and_clock, long_date, official_language

CHUNK = 256 * 1024

READ_ME = """Berkas permohonan {ticket}
{office}
{title}

Diunduh {at} oleh {by}.

Isi
  permohonan.json  isian, keputusan, disposisi, dan percakapan
  naskah.json      daftar naskah: nomor, tanggal, klasifikasi arsip, retensi, dan sidiknya
  naskah/          PDF yang diterbitkan portal
  lampiran/        yang diunggah pemohon dan petugas
  riwayat.csv      siapa memutuskan apa dan kapan, untuk dibaca
  riwayat.jsonl    catatan yang sama, untuk diperiksa
  SHA256SUMS       sidik SHA-256 setiap berkas

Memeriksa tanpa portal
  python3 periksa.py        memeriksa semuanya, atau
  sha256sum -c SHA256SUMS   memeriksa berkasnya saja.
Setiap baris riwayat.jsonl memuat sidik SHA-256 baris sebelumnya ("previous"), baris terakhir sidik ujung riwayat.
Keaslian tiap naskah diperiksa dengan kode yang tercetak padanya; sidik PDF-nya ada di naskah.json ("file_sha256").
{missing}"""


class _Folder:
    """What has been put into the ZIP so far, with its hashes."""

    def __init__(self, archive: ZipFile, name: str, at: datetime) -> None:
        self.archive, self.name, self.at = archive, name, at
        self.sums: list[tuple[str, str]] = []
        self.missing: list[str] = []

    def put(self, name: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        self.archive.writestr(self._info(name, ZIP_DEFLATED), data)
        self.sums.append((hashlib.sha256(data).hexdigest(), name))

    def put_json(self, name: str, data: object) -> None:
        self.put(name, json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")

    def put_file(self, name: str, stored: StoredFile) -> None:
        """In pieces: PDFs and photographs are compressed already and may be large."""
        try:
            source = stored.content.open("rb")
        except FileNotFoundError:
            self.missing.append(name)
            return
        digest = hashlib.sha256()
        with source, self.archive.open(self._info(name, ZIP_STORED), "w") as target:
            while piece := source.read(CHUNK):
                digest.update(piece)
                target.write(piece)
        self.sums.append((digest.hexdigest(), name))

    def _info(self, name: str, compression: int) -> ZipInfo:
        info = ZipInfo(f"{self.name}/{name}", self.at.timetuple()[:6])
        info.compress_type, info.external_attr = compression, 0o644 << 16
        return info


def write_archive(booking: Booking, out: IO[bytes], *, by: str, at: datetime) -> None:
    """Raises RenderError where an issued paper's PDF cannot be made, OSError where the store does not answer."""
    local = at.astimezone(booking.office.tz)
    with official_language(), ZipFile(out, "w") as archive:
        folder = _Folder(archive, booking.ticket or str(booking.pk), local)
        papers = list(_put_papers(booking, folder, at=at))
        folder.put_json("naskah.json", papers)
        for number, stored in enumerate(attachments_of_case(booking), start=1):
            folder.put_file(f"lampiran/{number:02} {stored.name}", stored)
        folder.put_json("permohonan.json", _facts(booking, at=at))
        events = list(booking.events.order_by("number"))
        folder.put("riwayat.csv", _readable_trail(booking, events))
        end = json.dumps({"end": len(events), "previous": events[-1].hash if events else "", "hash": ""})
        lines = [canonical_event(event) for event in events]
        folder.put("riwayat.jsonl", "".join(f"{line}\n" for line in [*lines, end]))
        folder.put("periksa.py", Path(archive_check.__file__).read_text(encoding="utf-8"))
        folder.put("BACA-SAYA.txt", _read_me(booking, folder, by=by, at=at))
        folder.put("SHA256SUMS", "".join(f"{digest}  {name}\n" for digest, name in folder.sums))


def attachments_of_case(booking: Booking) -> list[StoredFile]:
    """Everything that was uploaded for the case: letters, evidence, photographs, files of the conversation."""
    found = Q(pk__in=BookingFile.objects.filter(booking=booking).values("file"))
    found |= Q(pk__in=BookingLetter.objects.filter(booking=booking, letter__file__isnull=False).values("letter__file"))
    found |= Q(pk__in=Message.objects.filter(booking=booking, file__isnull=False).values("file"))
    found |= Q(pk__in=booking.events.filter(evidence__isnull=False).values("evidence"))
    return list(StoredFile.objects.filter(found, destroyed_at__isnull=True).order_by("created_at", "pk"))


def papers_of_case(booking: Booking) -> list[Document]:
    """Every numbered paper, in force or void, the oldest first."""
    links = BookingPaper.objects.filter(booking=booking, document__signed_at__isnull=False)
    links = links.select_related("document__office", "document__file", "document__register")
    return [link.document for link in links.order_by("pk")]


def _put_papers(booking: Booking, folder: _Folder, *, at: datetime) -> Iterator[dict[str, Any]]:
    schedule = schedule_of(booking.office)
    for number, paper in enumerate(papers_of_case(booking), start=1):
        document = ensure_pdf(paper, at=at) if paper.is_issued and not paper.file_id else paper
        is_there = document.file is not None and document.file.destroyed_at is None
        name = f"naskah/{number:02} {document.pdf_name}" if is_there else ""
        if is_there:
            assert document.file is not None
            folder.put_file(name, document.file)
        rule = rule_of(paper, schedule)
        yield {
            "file": name,
            "kind": document.get_kind_display(),
            "title": document.title,
            "number": document.number,
            "date": document.date,
            "status": document.get_status_display(),
            "void_reason": document.void_reason,
            "signed_by": document.signatory_name,
            "signed_as": document.signatory_title,
            "signed_at": document.signed_at,
            "method": document.provider,
            "classification": rule.code,
            "retention": rule.words,
            "kept_until": kept_until(rule, booking.closed_at, booking.office),
            "content_sha256": document.sha256,
            "file_sha256": document.file_sha256,
            "verify": verify_url(document),
        }


def _facts(booking: Booking, *, at: datetime) -> dict[str, Any]:
    procedure = booking.procedure
    return {
        "ticket": booking.ticket,
        "office": booking.office.name,
        "agency": booking.agency.name,
        "applicant": booking.applicant.name,
        "service": booking.service.name,
        "procedure": str(procedure) if procedure is not None else "",
        "mode": booking.get_mode_display(),
        "status": booking.get_status_display(),
        "decision": booking.get_decision_display() if booking.decision else "",
        "decision_note": booking.decision_note,
        "submitted_at": booking.submitted_at,
        "closed_at": booking.closed_at,
        "exported_at": at,
        "request": values_of(booking),
        "letters": [
            {
                "relation": link.get_relation_display(),
                "number": link.letter.number,
                "date": link.letter.dated_on,
                "agenda": link.letter.agenda,
                "received_at": link.letter.received_at,
                "subject": link.letter.subject,
                "file_sha256": link.letter.file.sha256 if link.letter.file else "",
            }
            for link in BookingLetter.objects.filter(booking=booking).select_related("letter__file").order_by("pk")
        ],
        "sessions": [
            {"number": each.number, "starts_at": each.starts_at, "ends_at": each.ends_at, "status": each.status}
            for each in booking.sessions.order_by("number")
        ],
        "dispositions": [
            {
                "from": each.from_title,
                "to": [str(to.position) for to in each.recipients.all()],
                "instructions": each.instructions,
                "note": each.note,
                "given_at": each.given_at,
                "recalled_at": each.recalled_at,
            }
            for each in Disposition.objects.filter(booking=booking).prefetch_related("recipients__position")
        ],
        "conversation": [
            {
                "at": each.created_at,
                "by": each.author.name,
                "title": each.author_title,
                "internal": each.is_internal,
                "text": each.body,
                "file_sha256": each.file.sha256 if each.file else "",
            }
            for each in booking.messages.select_related("author", "file").order_by("created_at", "pk")
        ],
    }


def _readable_trail(booking: Booking, events: list[Any]) -> str:
    """With the mark by which spreadsheet programs know UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["No.", "Terjadi", "Tindakan", "Oleh", "Jabatan", "Dicatat oleh", "Alasan atau catatan", "Sidik"])
    for event in events:
        words = next((event.data[name] for name in ("reason", "note", "findings") if event.data.get(name)), "")
        cells = [event.actor_name, event.actor_title, event.recorded_by_name, str(words)]
        rows.writerow(
            [
                event.number,
                date_and_clock(event.occurred_at, booking.office.tz),
                action_label(event.action),
                *(f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells),
                event.hash,
            ]
        )
    return "﻿" + out.getvalue()


def _read_me(booking: Booking, folder: _Folder, *, by: str, at: datetime) -> str:
    lines = [f"  {name}" for name in folder.missing]
    missing = "\n".join(["", "Tidak ditemukan di penyimpanan portal, jadi tidak ikut:", *lines, ""]) if lines else ""
    local = at.astimezone(booking.office.tz)
    return READ_ME.format(
        ticket=booking.ticket,
        office=booking.office.name,
        title=booking.title,
        at=f"{long_date(local.date())} {local:%H.%M} {local.tzname()}",
        by=by,
        missing=missing,
    )
