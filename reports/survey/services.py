"""Asking, answering, importing, signing. What is answered is never written beside who was asked."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Status
from bookings.errors import NotLegal, NotYours
from bookings.models import Booking
from bookings.papers import paper_refusals
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.issuing import draft_document, sign_document
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify

from ..choices import AnswerSource
from ..models import FollowUp, SurveyAnswer, SurveyImport, SurveyInvitation, SurveyReport
from ..periods import Period
from ..permissions import may_import_answers, may_sign_recap
from .papers import survey_paper
from .queries import score_of, setting_of

ASKED_WITHIN = timedelta(days=14)
"""Older cases are not asked about any more."""

OPEN_FOR = timedelta(days=60)
OWNER_KIND = "survey_report"


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite_due(*, at: datetime, limit: int = 100) -> int:
    """Ask the applicant of each case that was completed lately, once; what was entered afterwards asks nobody."""
    closed = Booking.objects.filter(
        status=Status.COMPLETED,
        closed_at__gte=at - ASKED_WITHIN,
        closed_at__lte=at,
        office__survey=True,
        office__is_active=True,
        applicant__is_active=True,
        survey_invitation__isnull=True,
        imported_row__isnull=True,
    ).select_related("office", "applicant")
    return sum(1 for booking in closed.order_by("closed_at")[:limit] if invite(booking, at=at))


@transaction.atomic
def invite(booking: Booking, *, at: datetime) -> str:
    """Give the applicant his one-time link; empty when somebody else just did. Only the hash of it is kept here."""
    token = secrets.token_urlsafe(24)
    _invitation, created = SurveyInvitation.objects.get_or_create(
        booking=booking, defaults={"token_hash": token_hash(token), "sent_at": at}
    )
    if not created:
        return ""
    notify(
        [booking.applicant],
        topic=Topic.INFORMATION,
        subject=gettext_lazy("Bagaimana layanan kami? Sembilan pertanyaan, dua menit"),
        body=gettext_lazy(
            "Jawaban Anda tidak disimpan bersama nama atau nomor permohonan. Tautan ini berlaku satu kali."
        ),
        url=f"/skm/{token}/",
        dedupe_key=f"survey-{booking.pk}",
        office=booking.office,
        at=at,
    )
    return token


def invitation_of(token: str, *, at: datetime) -> SurveyInvitation | None:
    """The invitation behind a link that is still open, used or not."""
    found = SurveyInvitation.objects.filter(token_hash=token_hash(token), sent_at__gte=at - OPEN_FOR)
    return found.select_related("booking__office", "booking__service").first()


@transaction.atomic
def answer_survey(token: str, data: Mapping[str, Any], *, at: datetime) -> None:
    """Keep the answers of a link and use it up. Raises ``NotLegal`` for one that is used or gone.

    The answer carries its day and no more, and no reference to the case; its key is random, so that neither order nor
    hour ties the two together.
    """
    invitation = invitation_of(token, at=at)
    if invitation is not None:
        invitation = (
            SurveyInvitation.objects.select_for_update(of=("self",))
            .select_related("booking__office")
            .filter(pk=invitation.pk, used_on__isnull=True)
            .first()
        )
    if invitation is None:
        raise NotLegal(_("Tautan ini sudah dipakai atau tidak berlaku lagi. Terima kasih atas perhatian Anda."))
    office = invitation.booking.office
    day = at.astimezone(office.tz).date()
    SurveyAnswer.objects.create(office=office, answered_on=day, source=AnswerSource.ONLINE, **data)
    invitation.used_on = day
    invitation.save(update_fields=["used_on"])


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One paper form, read."""

    answered_on: date
    data: Mapping[str, Any]


@transaction.atomic
def import_answers(
    office: Office, answers: Sequence[PaperAnswer], *, digest: str, name: str, by: Actor, at: datetime
) -> int:
    """Add the answers of paper forms, all or none; the same file is taken once. Raises ``NotYours``, ``NotLegal``."""
    if not may_import_answers(by) or by.office != office:
        raise NotYours(_("Jawaban kertas diimpor oleh pegawai dinas yang melayaninya."))
    try:
        with transaction.atomic():
            SurveyImport.objects.create(
                office=office, sha256=digest, name=name[:160], rows=len(answers), imported_at=at, imported_by=by.user
            )
    except IntegrityError as error:
        raise NotLegal(_("Berkas ini sudah pernah diimpor. Tidak ada yang ditambahkan.")) from error
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(office=office, answered_on=each.answered_on, source=AnswerSource.PAPER, **each.data)
        for each in answers
    )
    return len(answers)


@transaction.atomic
def sign_survey_report(office: Office, period: Period, *, by: Actor, at: datetime) -> Document:
    """Number, sign and publish the result of a period that is over; the PIN was checked before.

    Its figures stand frozen on the public page. Raises ``NotYours``, ``NotLegal``.
    """
    if not may_sign_recap(by) or by.office != office:
        raise NotYours(_("Laporan survei ditandatangani kepala dinas, sekretaris, kepala bidang, atau ketua tim."))
    if period.last >= at.astimezone(office.tz).date():
        raise NotLegal(_("Masa ini belum berakhir. Laporan ditandatangani sesudah masanya lewat."))
    result = score_of(office, period, weight=setting_of(office).weight)
    if result is None:
        raise NotLegal(_("Belum ada jawaban pada masa ini."))
    report, _created = SurveyReport.objects.select_for_update(of=("self",)).get_or_create(
        office=office,
        first_on=period.first,
        last_on=period.last,
        defaults={"ikm": result.ikm, "band": result.band, "respondents": result.respondents},
    )
    if report.document is not None:
        raise NotLegal(_("Laporan masa ini sudah ditandatangani."))
    with paper_refusals():
        with official_language():
            data = survey_paper(office, period, result)
        document = draft_document(data, office=office, owner_kind=OWNER_KIND, owner_id=report.pk, by=by, at=at)
        report.document = sign_document(document, by=by, at=at)
    report.published_at = at
    report.save(update_fields=["document", "published_at"])
    return report.document


@transaction.atomic
def plan_follow_up(office: Office, period: Period, *, by: Actor, at: datetime) -> list[FollowUp]:
    """One line of follow-up for each of the three lowest elements of a period; those that exist stay as they are."""
    if not may_sign_recap(by) or by.office != office:
        raise NotYours(_("Rencana tindak lanjut disusun kepala dinas, sekretaris, kepala bidang, atau ketua tim."))
    result = score_of(office, period, weight=setting_of(office).weight)
    if result is None:
        raise NotLegal(_("Belum ada jawaban pada masa ini."))
    made = []
    with official_language():
        issue = _("%(code)s %(name)s bernilai %(ikm)s.")
    for element in result.lowest:
        row, created = FollowUp.objects.get_or_create(
            office=office,
            source=f"SKM {period.printed}",
            element=element.code,
            defaults={
                "issue": issue
                % {"code": element.code, "name": element.name, "ikm": str(element.ikm).replace(".", ",")},
                "created_at": at,
                "due_on": at.astimezone(office.tz).date() + timedelta(days=90),
            },
        )
        if created:
            made.append(row)
    return made
