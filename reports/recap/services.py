"""Writing recaps: prepared by the calendar, signed by people; and what was served without a request."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.errors import NotLegal, NotYours
from bookings.history.columns import PastEvent
from bookings.history.importing import record_past_event
from bookings.history.parsing import Days, Sitting
from bookings.models import Booking, Session
from bookings.papers import paper_refusals
from bookings.scheduling.days import previous_month
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.choices import DocumentStatus
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import RecapData
from vidcon_portal.documents.services.issuing import draft_document, sign_document, supersede_document, update_draft
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify
from vidcon_portal.notifications.wording import later
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.queries import usable_calendar_for

from ..choices import LogKind
from ..models import Execution, LogEntry, MonthlyRecap
from ..periods import Period
from ..permissions import RECAP_SIGNERS, may_record_past, may_sign_recap
from .papers import recap_paper
from .queries import RecapFilter, sessions_of, totals_of
from .reading import read_lines

OWNER_KIND = "recap"
OPENS_AT = 7
"""Local hour from which the recap of the past month may appear: before the first clerk looks."""


def paper_of(office: Office, month: date) -> RecapData:
    """What the recap of a month says now."""
    wanted = RecapFilter(office, Period.month(month))
    return recap_paper(wanted, read_lines(sessions_of(wanted), office), totals_of(wanted))


def prepare_due_recaps(*, at: datetime) -> list[MonthlyRecap]:
    """From the first working day of a month on, the recap of the month before stands ready and is announced, once."""
    return [recap for office in Office.objects.filter(is_active=True) if (recap := _prepare_if_due(office, at=at))]


def _prepare_if_due(office: Office, *, at: datetime) -> MonthlyRecap | None:
    local = at.astimezone(office.tz)
    today, calendar = local.date(), usable_calendar_for(office)
    first = today.replace(day=1)
    month = previous_month(today)
    if calendar is None:
        return None
    due_on = first if calendar.is_working_day(first) else calendar.next_working_day(first)
    if today < due_on or (today == due_on and local.hour < OPENS_AT):
        return None
    if MonthlyRecap.objects.filter(office=office, month=month).exists():
        return None
    if not Session.objects.filter(
        booking__office=office, starts_at__lt=Period.month(month).span(office.tz).end
    ).exists():
        return None  # an office that had not begun yet owes nothing
    return prepare_recap(office, month, at=at)


@transaction.atomic
def prepare_recap(office: Office, month: date, *, at: datetime) -> MonthlyRecap | None:
    """Draft the paper of a month and tell those who may sign it; None when somebody else did so meanwhile."""
    recap, created = MonthlyRecap.objects.get_or_create(office=office, month=month, defaults={"prepared_at": at})
    if not created:
        return None
    data = paper_of(office, month)
    recap.document = draft_document(data, office=office, owner_kind=OWNER_KIND, owner_id=recap.pk, by=SYSTEM, at=at)
    recap.save(update_fields=["document"])
    held = next((fact.value for fact in data.figures if fact.label == "kegiatan difasilitasi"), "0")
    day = at.astimezone(office.tz).date()
    positions = [position for role in sorted(RECAP_SIGNERS) for position in positions_for_role(role, office=office)]
    people = [each.user for reached in responsible_for_many(positions, day).values() for each in reached.appointments]
    notify(
        people,
        topic=Topic.INFORMATION,
        subject=later(lambda: _("Rekap %(period)s siap diperiksa") % {"period": Period.month(month).label}),
        body=later(
            lambda: _("%(count)s kegiatan difasilitasi. Periksa, lalu tanda tangani rekapnya.") % {"count": held}
        ),
        url=recap.get_absolute_url(),
        dedupe_key=f"recap-{office.code}-{month:%Y-%m}",
        office=office,
        at=at,
    )
    return recap


@transaction.atomic
def sign_recap(office: Office, month: date, *, by: Actor, at: datetime) -> Document:
    """Number and sign the recap of a month as it stands now; the PIN was checked before.

    A recap that was signed already is replaced when its content has changed since, else refused. Raises ``NotYours``,
    ``NotLegal``.
    """
    if not may_sign_recap(by) or by.office != office:
        raise NotYours(_("Rekap ditandatangani kepala dinas, sekretaris, kepala bidang, atau ketua tim."))
    if month >= at.astimezone(office.tz).date().replace(day=1):
        raise NotLegal(_("Bulan ini belum berakhir. Rekap ditandatangani sesudah bulannya lewat."))
    recap, _created = MonthlyRecap.objects.select_for_update(of=("self",)).get_or_create(
        office=office, month=month, defaults={"prepared_at": at}
    )
    with official_language():
        data, former = paper_of(office, month), recap.document
    with paper_refusals():
        if former is None or former.status == DocumentStatus.VOID:
            document = draft_document(data, office=office, owner_kind=OWNER_KIND, owner_id=recap.pk, by=by, at=at)
        elif former.is_issued:
            if former.context["body"] == data.as_json():
                raise NotLegal(_("Rekap ini sudah ditandatangani dan isinya belum berubah."))
            document = supersede_document(former, data, by=by, at=at)
        else:
            document = update_draft(former, data, by=by, at=at)
        signed = sign_document(document, by=by, at=at)
    recap.document = signed
    recap.save(update_fields=["document"])
    return signed


@transaction.atomic
def record_served_event(office: Office, data: Mapping[str, Any], *, by: Actor, at: datetime) -> Booking:
    """Add what was served without a request: a completed case, marked as such, that tells nobody.

    ``data`` is ``PastEventForm.cleaned_data``. Raises ``NotYours``, ``NotLegal``.
    """
    if not may_record_past(by) or by.office != office:
        raise NotYours(_("Kegiatan yang sudah terlaksana dicatat oleh pegawai dinas yang melayaninya."))
    starts_at, ends_at = data["starts_at"], data["ends_at"]
    texts = {
        "title": data["title"],
        "agency": data["agency"].name,
        "place": data["room"].name if data.get("room") else data.get("place", ""),
        "platform": data.get("platform", ""),
        "officers": ", ".join(each.name for each in data.get("officers", ())),
        "account": data["account"].name if data.get("account") else "",
        "leader": data.get("leader", ""),
        "remark": data.get("remark", ""),
    }
    event = PastEvent(
        row=0,
        title=data["title"],
        agency=data["agency"].name,
        days=Days(starts_at.astimezone(office.tz).date(), ends_at.astimezone(office.tz).date()),
        sittings=(Sitting(starts_at, ends_at, open_ended=False),),
        texts={name: text for name, text in texts.items() if text},
    )
    booking = record_past_event(event, office=office, agency=data["agency"], mode=Mode(data["mode"]), by=by, at=at)
    session = booking.sessions.get()
    execution = Execution.objects.create(
        session=session,
        started_at=starts_at,
        finished_at=ends_at,
        participants_peak=data.get("participants"),
        recorded_by=by.user,
    )
    if data.get("obstacles"):
        LogEntry.objects.create(
            execution=execution,
            kind=LogKind.INCIDENT,
            text=data["obstacles"][:500],
            occurred_at=starts_at,
            recorded_at=at,
            recorded_by=by.user,
        )
    return booking
