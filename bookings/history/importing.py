"""An office's past from a spreadsheet, written whole or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bookings.choices import AllocationState, Provider, Purpose, SessionStatus
from bookings.errors import NotLegal
from bookings.letters import known_letter, link_letter, lock_letters
from bookings.models import Allocation, Booking, ImportedRow, IncomingLetter, Resource, Session
from bookings.scheduling.ledger import as_range
from bookings.sheets.columns import Table, plain_words
from bookings.workflow.imports import record_history
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, Office, User
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Procedure, Service

from .columns import PastEvent
from .planning import HistoryPlan, Planned, plan_event, plan_history, service_for


@transaction.atomic
def import_history(
    table: Table,
    *,
    office: Office,
    by: Actor,
    at: datetime,
    source: str,
    service: str = "",
    agencies: Mapping[str, Agency] | None = None,
) -> HistoryPlan:
    """Write what ``plan_history`` says now, under locks: two imports at once take turns. Tells nobody."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    list(Resource.objects.select_for_update(no_key=True).filter(office=office).order_by("pk"))
    plan = plan_history(table, office=office, at=at, service=service, agencies=agencies)
    if not plan.planned:
        return plan
    chosen, procedure = service_for(office, code=service, at=at)
    rows = {record.number: dict(record.all_cells) for record in table.records()}
    writer = _Writer(office, chosen, procedure, by, at, source[:160], sheet=table.sheet.title[:80], rows=rows)
    for planned in plan.planned:
        writer.write(planned)
    _tell_of_history(office)
    return plan


@transaction.atomic
def record_past_event(
    event: PastEvent, *, office: Office, agency: Agency, mode: Mode, by: Actor, at: datetime
) -> Booking:
    """One event that was served without a request, typed in by hand; ``event.row`` is 0. Tells nobody.

    What it used stays unrecorded where something else is on record for that time; the trail says so. Raises
    ``NotLegal`` when the same event is known already, or is not over.
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    list(Resource.objects.select_for_update(no_key=True).filter(office=office).order_by("pk"))
    if event.sittings[-1].ends_at > at:
        raise NotLegal(_("Kegiatan ini belum lewat. Ajukan lewat portal."))
    known = ImportedRow.objects.filter(office=office, fingerprint=event.fingerprint).select_related("booking").first()
    if known is not None:
        raise NotLegal(
            _("Kegiatan ini sudah tercatat sebagai %(ticket)s: instansi, judul, dan waktu mulainya sama.")
            % {"ticket": known.booking.ticket}
        )
    planned = replace(plan_event(event, office=office, agency=agency, at=at), mode=mode)
    service, procedure = service_for(office, at=at)
    writer = _Writer(office, service, procedure, by, at, _("Dicatat petugas"), rows={0: dict(event.texts)})
    booking = writer.write(planned)
    _tell_of_history(office)
    return booking


def _tell_of_history(office: Office) -> None:
    for name in settings.AFTER_HISTORY:
        import_string(name)(office)


class _Writer:
    """Writes planned bookings of one import; remembers agencies it has added and the last number of each year."""

    def __init__(
        self,
        office: Office,
        service: Service,
        procedure: Procedure,
        by: Actor,
        at: datetime,
        source: str,
        *,
        sheet: str = "",
        rows: Mapping[int, Mapping[str, str]],
    ) -> None:
        self.office, self.service, self.procedure = office, service, procedure
        self.by, self.at, self.source, self.sheet, self.rows = by, at, source, sheet, rows
        self.applicant = _nobody(office)
        self.added: dict[str, Agency] = {}
        self.last_numbers: dict[int, int] = {}

    def write(self, planned: Planned) -> Booking:
        event = planned.event
        booking = self._booking(planned)
        record_history(
            booking,
            by=self.by,
            at=self.at,
            data={
                "source": self.source,
                "sheet": self.sheet,
                "row": event.row,
                "cells": self.rows.get(event.row, {}),
                "note": " ".join(planned.remarks),
            },
            has_allocations=bool(planned.uses),
        )
        sessions = Session.objects.bulk_create(
            Session(
                booking=booking,
                number=number,
                starts_at=sitting.starts_at,
                ends_at=sitting.ends_at,
                open_ended=sitting.open_ended,
                place=booking.place,
                status=SessionStatus.FINISHED,
            )
            for number, sitting in enumerate(event.sittings, start=1)
        )
        needs = [need["resource"] for need in booking.needs]
        Allocation.objects.bulk_create(
            Allocation(
                resource=resource,
                lane=lane,
                during=as_range(span),
                booking=booking,
                session=sessions[number - 1],
                need=needs.index(resource.pk),
                purpose=Purpose.EVENT,
                state=AllocationState.CONFIRMED,
            )
            for number, resource, lane, span in planned.uses
        )
        self._letter(booking, event)
        ImportedRow.objects.create(
            office=self.office,
            fingerprint=event.fingerprint,
            source=self.source,
            sheet=self.sheet,
            row_number=event.row,
            booking=booking,
            imported_at=self.at,
            imported_by=self.by.user,
        )
        return booking

    def _booking(self, planned: Planned) -> Booking:
        event = planned.event
        start, end = event.sittings[0].starts_at, event.sittings[-1].ends_at
        asked_at = _asked_at(event, self.office)
        used = list(dict.fromkeys(resource for _number, resource, _lane, _span in planned.uses))
        return Booking(
            ticket=self._ticket(start),
            office=self.office,
            service=self.service,
            procedure=self.procedure,
            mode=planned.mode,
            agency=planned.agency or self._new_agency(event.agency),
            applicant=self.applicant,
            title=event.title,
            description="\n".join(_kept_words(event)),
            leader_name=event["leader"][:200],
            application=event["platform"][:80],
            place=event["place"][:200],
            equipment_note=event["equipment"],
            needs=[
                {
                    "kind": resource.kind,
                    "resource": resource.pk,
                    "label": resource.name,
                    "quantity": 1,
                    "provided_by": Provider.OFFICE.value,
                }
                for resource in used
            ],
            created_at=asked_at,
            submitted_at=asked_at,
            received_at=asked_at,
            first_session_start=start,
            last_session_end=end,
        )

    def _ticket(self, start: datetime) -> str:
        """``KALTARA-2025-H0001``: a series of its own, so that the live register has no gap."""
        year = start.astimezone(self.office.tz).year
        prefix = f"{self.office.code.upper()}-{year}-H"
        if year not in self.last_numbers:
            taken = Booking.objects.filter(ticket__startswith=prefix).values_list("ticket", flat=True)
            serials = [int(end) for each in taken if each and (end := each.removeprefix(prefix)).isdigit()]
            self.last_numbers[year] = max(serials, default=0)
        self.last_numbers[year] += 1
        return f"{prefix}{self.last_numbers[year]:04}"

    def _new_agency(self, name: str) -> Agency:
        key = plain_words(name)
        if key not in self.added:
            code = slugify(name)[:34] or "instansi"
            taken = set(Agency.objects.filter(office=self.office).values_list("code", flat=True))
            free = chain([code], (f"{code}-{number}" for number in range(2, 10_000)))
            agency = Agency(
                office=self.office,
                code=next(each for each in free if each not in taken),
                name=name[:200],
                is_active=False,
            )
            agency._change_reason = _("Impor riwayat")  # type: ignore[attr-defined]  # read by simple-history
            agency.save()
            self.added[key] = agency
        return self.added[key]

    def _letter(self, booking: Booking, event: PastEvent) -> None:
        """A letter needs its date; without one the number stays in the description. It takes no agenda number.

        One that asked for several events, or for a request of the portal too, is entered once, as at a submission.
        """
        if not event["letter"] or event.letter_days is None:
            return
        number, dated_on = event["letter"][:120], event.letter_days.first
        lock_letters(booking.agency)
        letter = known_letter(booking, number=number, dated_on=dated_on, by=self.by)
        letter = letter or IncomingLetter.objects.create(
            office=self.office,
            sender=booking.agency,
            number=number,
            dated_on=dated_on,
            received_at=booking.created_at,
            subject=booking.title,
        )
        link_letter(booking, letter, file=None)


def _kept_words(event: PastEvent) -> Iterator[str]:
    """What has no field of its own, so that the page of the case still says it."""
    labels = {"letter": _("Nomor surat"), "mode": _("Jenis"), "officers": _("Operator"), "account": _("Akun")}
    for name, label in {**labels, "remark": _("Keterangan")}.items():
        if event[name]:
            yield f"{label}: {event[name]}"


def _asked_at(event: PastEvent, office: Office) -> datetime:
    """The letter's date if it is known and before the event, else the start: nothing better is known."""
    start = event.sittings[0].starts_at
    if event.letter_days is None:
        return start
    lettered = datetime(*event.letter_days.first.timetuple()[:3], 8, tzinfo=office.tz)
    return min(lettered, start)


def _nobody(office: Office) -> User:
    """The applicant of the past: an account that nobody can use, so that no person is named for what he did not ask."""
    user, created = User.objects.get_or_create(
        username=f"riwayat.{office.code}",
        defaults={"name": _("Riwayat sebelum portal"), "is_active": False},
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
