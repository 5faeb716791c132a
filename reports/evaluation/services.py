"""Preparing, reminding, writing and signing evaluations."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.errors import Incomplete, NotLegal, NotYours
from bookings.models import Booking
from bookings.papers import paper_refusals
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.choices import DocumentStatus
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.issuing import draft_document, sign_document, update_draft
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify
from vidcon_portal.notifications.wording import later
from vidcon_portal.procedures.models import Service
from vidcon_portal.procedures.queries import usable_calendar_for

from ..choices import StandardVerdict
from ..models import StandardEvaluation
from ..periods import Period
from ..permissions import RECAP_SIGNERS, may_sign_recap
from ..recap.services import OPENS_AT
from .papers import evaluation_paper
from .queries import facts_of, follow_ups_of

OWNER_KIND = "evaluation"
EVERY = timedelta(days=30)
"""So often is a year's evaluation asked for that nobody has signed."""

LATE_AFTER_MONTH = 3
"""From April on the reminder says that it is late; no regulation names the month, "once a year" does (component 14)."""


def prepare_due_evaluations(*, at: datetime) -> list[StandardEvaluation]:
    """From the first working day of a year on, each service that was asked for in the past year has its evaluation."""
    made = []
    for office in Office.objects.filter(is_active=True):
        local, calendar = at.astimezone(office.tz), usable_calendar_for(office)
        if calendar is None:
            continue
        first = date(local.year, 1, 1)
        due_on = first if calendar.is_working_day(first) else calendar.next_working_day(first)
        if local.date() < due_on or (local.date() == due_on and local.hour < OPENS_AT):
            continue
        span = Period.year(local.year - 1).span(office.tz)
        asked = Booking.objects.submitted().filter(
            office=office, submitted_at__gte=span.start, submitted_at__lt=span.end
        )
        known = StandardEvaluation.objects.filter(year=local.year - 1).values("service")
        for service in Service.objects.filter(office=office, pk__in=asked.values("service")).exclude(pk__in=known):
            evaluation, created = prepare_evaluation(service, local.year - 1, at=at)
            if created:
                made.append(evaluation)
    return made


@transaction.atomic
def prepare_evaluation(service: Service, year: int, *, at: datetime) -> tuple[StandardEvaluation, bool]:
    """The evaluation of a service in a year and whether it is new; those who write it are told of a new one."""
    evaluation, created = StandardEvaluation.objects.select_related("service__office").get_or_create(
        service=service, year=year, defaults={"prepared_at": at, "reminded_at": at}
    )
    if created:
        _tell(evaluation, gettext_lazy("Evaluasi standar pelayanan %(year)s siap ditulis"), "ready", at=at)
    return evaluation, created


def remind_evaluations(*, at: datetime) -> int:
    """Every thirty days, who writes is told of each evaluation of a past year that nobody has signed."""
    waiting = StandardEvaluation.objects.filter(
        Q(document__isnull=True) | Q(document__status__in=(DocumentStatus.DRAFT, DocumentStatus.INITIALLED)),
        Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - EVERY),
        service__office__is_active=True,
    ).select_related("service__office")
    told = 0
    for evaluation in waiting.order_by("pk"):
        today = at.astimezone(evaluation.service.office.tz).date()
        if today.year <= evaluation.year:
            continue
        is_late = (today.year, today.month) > (evaluation.year + 1, LATE_AFTER_MONTH)
        with transaction.atomic():
            taken = StandardEvaluation.objects.filter(pk=evaluation.pk, reminded_at=evaluation.reminded_at)
            if not taken.update(reminded_at=at):
                continue  # another worker has just told them
            _tell(
                evaluation,
                gettext_lazy("Evaluasi standar pelayanan %(year)s terlambat")
                if is_late
                else gettext_lazy("Evaluasi standar pelayanan %(year)s belum ditandatangani"),
                f"remind-{today.isoformat()}",
                at=at,
                topic=Topic.OVERDUE if is_late else Topic.INFORMATION,
            )
        told += 1
    return told


@transaction.atomic
def write_evaluation(evaluation: StandardEvaluation, *, by: Actor) -> StandardEvaluation:
    """Keep what people wrote. Raises ``NotYours``, ``NotLegal`` once it is signed."""
    _require(evaluation, by)
    fields = ("participants", "achievements", "obstacles", "conclusion", "verdict")
    evaluation.changed_by = by.user
    evaluation.save(update_fields=[*fields, "changed_by"])
    return evaluation


@transaction.atomic
def sign_evaluation(evaluation: StandardEvaluation, *, by: Actor, at: datetime) -> Document:
    """Number and sign it, its numbers frozen; the PIN was checked before.

    Raises ``NotYours``, ``NotLegal`` while the year runs or once it is signed, ``Incomplete`` while words are missing
    or the standard shall change and nothing is planned.
    """
    evaluation = (
        StandardEvaluation.objects.select_for_update(of=("self",))
        .select_related("service__office", "document")
        .get(pk=evaluation.pk)
    )
    _require(evaluation, by)
    office = evaluation.service.office
    if at.astimezone(office.tz).year <= evaluation.year:
        raise NotLegal(_("Tahun ini belum berakhir. Evaluasi ditandatangani sesudah tahunnya lewat."))
    if not (evaluation.participants.strip() and evaluation.conclusion.strip() and evaluation.verdict):
        raise Incomplete(
            _("Isi yang ikut menilai, simpulan, dan keputusan tentang standarnya sebelum menandatangani."), {}
        )
    if evaluation.verdict == StandardVerdict.CHANGE and not follow_ups_of(evaluation).exists():
        raise Incomplete(_("Standar perlu diubah: tambahkan dahulu rencana tindak lanjutnya."), {})
    with paper_refusals():
        with official_language():
            data = evaluation_paper(evaluation, facts_of(evaluation.service, evaluation.year))
        former = evaluation.document
        if former is None or former.status == DocumentStatus.VOID:
            document = draft_document(data, office=office, owner_kind=OWNER_KIND, owner_id=evaluation.pk, by=by, at=at)
        else:
            document = update_draft(former, data, by=by, at=at)
        evaluation.document = sign_document(document, by=by, at=at)
    evaluation.save(update_fields=["document"])
    return evaluation.document


def _require(evaluation: StandardEvaluation, by: Actor) -> None:
    if not may_sign_recap(by) or by.office != evaluation.service.office:
        raise NotYours(_("Evaluasi ditulis kepala dinas, sekretaris, kepala bidang, atau ketua tim."))
    if evaluation.document is not None and evaluation.document.is_issued:
        raise NotLegal(_("Evaluasi ini sudah ditandatangani."))


def _tell(
    evaluation: StandardEvaluation, subject: object, key: str, *, at: datetime, topic: Topic = Topic.INFORMATION
) -> None:
    office = evaluation.service.office
    day = at.astimezone(office.tz).date()
    positions = [position for role in sorted(RECAP_SIGNERS) for position in positions_for_role(role, office=office)]
    people = [each.user for found in responsible_for_many(positions, day).values() for each in found.appointments]
    notify(
        people,
        topic=topic,
        subject=later(lambda: str(subject) % {"year": evaluation.year}),
        body=later(
            lambda: (
                _("%(service)s: angkanya sudah dihitung. Tulis penilaiannya, lalu tanda tangani.")
                % {"service": evaluation.service.name}
            )
        ),
        url=evaluation.get_absolute_url(),
        dedupe_key=f"evaluation-{evaluation.pk}-{key}",
        office=office,
        at=at,
    )
