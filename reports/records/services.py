"""Proposing, approving and destroying. Nothing goes without an approval from outside whose scan is on record."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import CLOSED, Secrecy
from bookings.errors import Incomplete, NotLegal, NotYours
from bookings.models import Booking
from bookings.papers import paper_refusals
from bookings.workflow.acceptance import lock_cases
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.services.files import attach_file
from vidcon_portal.documents.services.issuing import issue_document
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify
from vidcon_portal.notifications.wording import later

from ..choices import DestructionStatus
from ..models import Destruction, DestructionItem
from ..permissions import destroys_records, keeps_registers
from .destroying import destroy_case
from .papers import destruction_paper
from .queries import DueCase, due_cases

OWNER_KIND = "destruction"
REOPENED = gettext_lazy("Permohonannya dibuka kembali.")


@transaction.atomic
def propose_destruction(office: Office, cases: Collection[int], *, by: Actor, at: datetime) -> Destruction:
    """Put due cases on a list that asks for approval. Raises ``NotYours``, ``Incomplete`` where none is chosen."""
    _require_keeper(by, office)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    chosen = [each for each in due_cases(office, at=at) if each.booking.pk in cases]
    if not chosen:
        sentence = _("Pilih paling sedikit satu berkas.")
        raise Incomplete(sentence, {"cases": [sentence]})
    destruction = Destruction.objects.create(
        office=office, proposed_at=at, proposed_by=_person(by), proposed_title=by.title
    )
    DestructionItem.objects.bulk_create(_item(destruction, each) for each in chosen)
    return destruction


@transaction.atomic
def withdraw_destruction(destruction: Destruction, *, by: Actor) -> Destruction:
    """Take a list back that was not carried out; its cases are due again. Raises ``NotYours``, ``NotLegal``."""
    destruction = _locked(destruction)
    _require_keeper(by, destruction.office)
    _require_status(destruction, DestructionStatus.PROPOSED, DestructionStatus.APPROVED)
    destruction.status = DestructionStatus.WITHDRAWN
    destruction.save(update_fields=["status"])
    return destruction


@transaction.atomic
def record_approval(
    destruction: Destruction,
    *,
    number: str,
    approved_on: date,
    approved_by: str,
    file: StoredFile,
    kept: Collection[int] = (),
    kept_reason: str = "",
    by: Actor,
    at: datetime,
) -> Destruction:
    """What came back from outside, with its scan; ``kept`` are the items that may not go.

    Raises ``NotYours``, ``NotLegal``, ``Incomplete``. The head is told that the berita acara waits for him.
    """
    destruction = _locked(destruction)
    _require_keeper(by, destruction.office)
    _require_status(destruction, DestructionStatus.PROPOSED)
    items = list(destruction.items.all())
    if kept and not kept_reason.strip():
        sentence = _("Tulis mengapa berkas yang ditandai tidak dimusnahkan.")
        raise Incomplete(sentence, {"kept_reason": [sentence]})
    if {item.pk for item in items} <= set(kept):
        sentence = _("Semua berkas ditandai tetap disimpan. Tarik saja usulnya.")
        raise Incomplete(sentence, {"kept": [sentence]})
    with paper_refusals():
        attach_file(file, owner_kind=OWNER_KIND, owner_id=destruction.pk, by=by)
    destruction.items.filter(pk__in=kept).update(kept_reason=kept_reason.strip()[:200])
    destruction.status = DestructionStatus.APPROVED
    destruction.approval_number, destruction.approved_on, destruction.approved_by = number, approved_on, approved_by
    destruction.approval_file, destruction.recorded_at, destruction.recorded_by = file, at, _person(by)
    destruction.save()
    _tell_head(destruction, at=at)
    return destruction


@transaction.atomic
def carry_out(destruction: Destruction, *, by: Actor, at: datetime) -> Document:
    """Sign the berita acara and destroy what it lists, or nothing; the PIN was checked before.

    What was reopened since stays, and the record says so. Raises ``NotYours``, ``NotLegal``.
    """
    destruction = _locked(destruction)
    if not destroys_records(by) or by.office != destruction.office:
        raise NotYours(_("Berita acara pemusnahan ditandatangani kepala dinas."))
    _require_status(destruction, DestructionStatus.APPROVED)
    items = list(destruction.items.select_related("booking"))
    cases = _lock([item.booking for item in items if not item.kept_reason])
    for item in items:
        if not item.kept_reason and cases[item.booking_id].status not in CLOSED:
            item.kept_reason = str(REOPENED)
            item.save(update_fields=["kept_reason"])
    goes = [item for item in items if not item.kept_reason]
    if not goes:
        raise NotLegal(_("Semua permohonan pada daftar ini dibuka kembali. Tarik usulnya."))
    with paper_refusals(), official_language():
        document = issue_document(
            destruction_paper(destruction, items, at=at),
            office=destruction.office,
            owner_kind=OWNER_KIND,
            owner_id=destruction.pk,
            by=by,
            at=at,
        )
    destruction.status, destruction.document, destruction.destroyed_at = DestructionStatus.DESTROYED, document, at
    destruction.save(update_fields=["status", "document", "destroyed_at"])
    for item in goes:
        destroy_case(cases[item.booking_id], at=at)
    return document


def _lock(cases: list[Booking]) -> dict[int, Booking]:
    """In the order of their ids, as everywhere."""
    if not cases:
        return {}
    first, others = lock_cases(cases[0], also=cases[1:])
    return {each.pk: each for each in (first, *others)}


def _item(destruction: Destruction, due: DueCase) -> DestructionItem:
    booking, tz = due.booking, destruction.office.tz
    assert booking.closed_at is not None
    opened = booking.submitted_at or booking.created_at
    is_secret = booking.secrecy == Secrecy.SECRET
    what = _("Permohonan rahasia") if is_secret else booking.title
    return DestructionItem(
        destruction=destruction,
        booking=booking,
        code=due.rule.code,
        description=f"{what}, {booking.agency.name}"[:400],
        opened_on=opened.astimezone(tz).date(),
        closed_on=booking.closed_at.astimezone(tz).date(),
        due_on=due.due_on,
        papers=due.papers,
        files=due.files,
    )


def _locked(destruction: Destruction) -> Destruction:
    return Destruction.objects.select_for_update(of=("self",)).select_related("office").get(pk=destruction.pk)


def _require_keeper(by: Actor, office: Office) -> None:
    if not keeps_registers(by) or by.office != office:
        raise NotYours(_("Usul musnah disusun dan dicatat oleh tata usaha atau sekretaris."))


def _require_status(destruction: Destruction, *allowed: DestructionStatus) -> None:
    if destruction.status not in allowed:
        raise NotLegal(
            _("Usul ini sudah berstatus %(status)s. Muat ulang halaman.")
            % {"status": destruction.get_status_display().lower()}
        )


def _person(by: Actor) -> User:
    assert by.user is not None
    return by.user


def _tell_head(destruction: Destruction, *, at: datetime) -> None:
    office = destruction.office
    reached = responsible_for_many(positions_for_role(Role.OFFICE_HEAD, office=office), at.astimezone(office.tz).date())
    notify(
        [each.user for found in reached.values() for each in found.appointments],
        topic=Topic.INFORMATION,
        subject=gettext_lazy("Pemusnahan arsip disetujui"),
        body=later(
            lambda: (
                _("Persetujuan nomor %(number)s sudah dicatat. Periksa daftarnya, lalu tanda tangani berita acaranya.")
                % {"number": destruction.approval_number}
            )
        ),
        url=destruction.get_absolute_url(),
        dedupe_key=f"destruction-{destruction.pk}-approved",
        office=office,
        at=at,
    )
