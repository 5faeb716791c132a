"""Which cases stand behind a figure. A figure and its list ask the same question, so they always agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.choices import Decision, FlagKind, FlagResult, Purpose
from bookings.models import Allocation, Booking, Event, Flag, ImportedRow, OverallRun, Session
from bookings.models.resource import LIVE_STATES
from verification.models import Trial
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Action
from vidcon_portal.procedures.models import Service

from ..choices import LogKind
from ..models import LogEntry, RowTime
from ..periods import Period
from ..served import was_served

LEAD_BUCKETS: tuple[tuple[str, str | Promise, int, int | None], ...] = (
    ("0", _("Hari yang sama"), 0, 1),
    ("1", _("1 hari"), 1, 2),
    ("2", _("2 hari"), 2, 3),
    ("3", _("3 hari"), 3, 4),
    ("4", _("4 sampai 7 hari"), 4, 8),
    ("8", _("8 sampai 14 hari"), 8, 15),
    ("15", _("15 hari atau lebih"), 15, None),
)
"""Name, label, from so many full days between submission and start, up to (not including) so many."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases, and when."""

    office: Office
    period: Period
    service: Service | None = None

    @property
    def with_before(self) -> "Scope":
        """Together with the period before, which ends where this one begins."""
        return replace(self, period=Period(self.period.before.first, self.period.last))

    def cases(self, prefix: str = "") -> Q:
        """Whose: of the office, of one service where it is limited to that; ``prefix`` leads to the case."""
        found = Q(**{f"{prefix}office": self.office})
        return found & Q(**{f"{prefix}service": self.service}) if self.service is not None else found

    def during(self, field: str) -> Q:
        span = self.period.span(self.office.tz)
        return Q(**{f"{field}__gte": span.start, f"{field}__lt": span.end})


Chosen = Callable[[Scope, str], QuerySet[Booking]]


def asked(scope: Scope) -> QuerySet[Booking]:
    """Submitted within the period, through the portal."""
    found = Booking.objects.submitted().filter(scope.during("submitted_at"), scope.cases())
    return found.filter(~Exists(ImportedRow.objects.filter(booking=OuterRef("pk"))))


def sessions(scope: Scope) -> QuerySet[Session]:
    """Served within the period."""
    return Session.objects.filter(was_served(), scope.during("starts_at"), scope.cases("booking__"))


def events(scope: Scope, *actions: str) -> QuerySet[Event]:
    return Event.objects.filter(scope.during("occurred_at"), scope.cases("booking__"), action__in=actions)


def decisions(scope: Scope) -> QuerySet[Event]:
    """What answered a request within the period: yes, in part, no, full, the agency's agreement, credentials made."""
    deeds = (Action.ACCEPT, Action.ACCEPT_PARTLY, Action.REFUSE, Action.FULL, Action.AGREE, Action.PROVIDE)
    return events(scope, *deeds).filter(booking__submitted_at__isnull=False)


def row_times(scope: Scope) -> QuerySet[RowTime]:
    found = RowTime.objects.filter(scope.during("closed_at"), office=scope.office)
    return found.filter(booking__service=scope.service) if scope.service is not None else found


def overall_runs(scope: Scope) -> QuerySet[OverallRun]:
    """Ready to serve within the period, where the SOP promises a time for the whole service."""
    return OverallRun.objects.filter(scope.during("closed_at"), scope.cases("booking__"), reached=True)


def trials(scope: Scope) -> QuerySet[Trial]:
    return Trial.objects.filter(scope.during("decided_at"), booking__office=scope.office).exclude(verdict="")


def incidents(scope: Scope) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(
        scope.during("occurred_at"), execution__session__booking__office=scope.office, kind=LogKind.INCIDENT
    )


def flags(scope: Scope) -> QuerySet[Flag]:
    return Flag.objects.filter(scope.during("opened_at"), booking__office=scope.office)


def lead_filter(name: str) -> Q:
    """How long before the event a case came in."""
    bucket = next((each for each in LEAD_BUCKETS if each[0] == name), None)
    if bucket is None:
        return Q(pk__in=[])
    _name, _label, first, last = bucket
    lead = Q(first_session_start__gte=F("submitted_at") + timedelta(days=first)) if first else Q()
    return lead & (Q(first_session_start__lt=F("submitted_at") + timedelta(days=last)) if last else Q())


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 12 else 0


def _behind(found: Any, scope: Scope) -> QuerySet[Booking]:
    """The cases of sessions, acts, trials, flags or rows."""
    return Booking.objects.filter(office=scope.office, pk__in=found.values("booking_id"))


def _rows(scope: Scope, word: str) -> QuerySet[RowTime]:
    """Of one row of the SOP, or of all."""
    return row_times(scope).filter(row__number=_number(word)) if word else row_times(scope)


def _incidents(scope: Scope, _word: str) -> QuerySet[Booking]:
    return Booking.objects.filter(office=scope.office, pk__in=incidents(scope).values("execution__session__booking_id"))


def _resource(scope: Scope, word: str) -> QuerySet[Booking]:
    span = scope.period.span(scope.office.tz)
    used = Allocation.objects.filter(
        resource=_number(word),
        resource__office=scope.office,
        purpose=Purpose.EVENT,
        state__in=LIVE_STATES,
        during__overlap=(span.start, span.end),
        booking__isnull=False,
    )
    return Booking.objects.filter(office=scope.office, pk__in=used.values("booking_id"))


MEASURES: Mapping[str, tuple[str | Promise, Chosen]] = {
    "masuk": (_("Permohonan masuk"), lambda scope, word: asked(scope)),
    "ditolak": (
        _("Tidak dapat difasilitasi"),
        lambda scope, word: asked(scope).filter(decision__in=(Decision.REFUSED, Decision.FULL)),
    ),
    "alasan": (
        _("Tidak dapat difasilitasi, dengan alasan ini"),
        lambda scope, word: asked(scope).filter(decision__in=(Decision.REFUSED, Decision.FULL), decision_note=word),
    ),
    "terlaksana": (_("Terlaksana"), lambda scope, word: _behind(sessions(scope), scope)),
    "putusan": (_("Diputuskan"), lambda scope, word: _behind(decisions(scope), scope)),
    "opd": (_("Per OPD"), lambda scope, word: _behind(sessions(scope).filter(booking__agency=_number(word)), scope)),
    "ragam": (_("Per ragam layanan"), lambda scope, word: _behind(sessions(scope).filter(booking__mode=word), scope)),
    "pimpinan": (
        _("Kegiatan pimpinan"),
        lambda scope, word: _behind(
            sessions(scope).filter(booking__leader_confirmed_at__isnull=False, booking__leader_rank=_number(word)),
            scope,
        ),
    ),
    "jarak": (_("Jarak pengajuan"), lambda scope, word: asked(scope).filter(lead_filter(word))),
    "lewat": (
        _("Lewat waktu baku"),
        lambda scope, word: _behind(_rows(scope, word).filter(is_late=True), scope),
    ),
    "baris": (
        _("Baris SOP yang selesai"),
        lambda scope, word: _behind(_rows(scope, word), scope),
    ),
    "seluruh": (_("Waktu seluruh pelayanan"), lambda scope, word: _behind(overall_runs(scope), scope)),
    "seluruh-lewat": (
        _("Lewat waktu seluruh pelayanan"),
        lambda scope, word: _behind(overall_runs(scope).filter(closed_at__gt=F("due_at")), scope),
    ),
    "geser": (_("Digeser untuk pimpinan"), lambda scope, word: _behind(events(scope, "displace"), scope)),
    "tawaran": (_("Ditawari jadwal lain"), lambda scope, word: _behind(events(scope, "offer"), scope)),
    "dipilih": (_("Alternatif dipilih"), lambda scope, word: _behind(events(scope, Action.CHOOSE), scope)),
    "tawaran-ditolak": (
        _("Alternatif ditolak"),
        lambda scope, word: _behind(events(scope, Action.DECLINE), scope),
    ),
    "pindah": (_("Pindah jadwal"), lambda scope, word: _behind(events(scope, "reschedule"), scope)),
    "dispensasi": (
        _("Dispensasi diberikan"),
        lambda scope, word: _behind(flags(scope).filter(result=FlagResult.GRANTED), scope),
    ),
    "terlambat": (
        _("Diajukan kurang dari tenggat"),
        lambda scope, word: _behind(flags(scope).filter(kind=FlagKind.LATE), scope),
    ),
    "uji": (
        _("Hasil uji coba"),
        lambda scope, word: _behind(trials(scope).filter(verdict=word), scope),
    ),
    "gangguan": (_("Ada gangguan"), _incidents),
    "dipakai": (_("Memakai sumber daya ini"), _resource),
}
"""What a figure is called, and its cases. The second word narrows: an agency, a row, a mode."""
