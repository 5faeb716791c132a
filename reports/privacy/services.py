"""Asking about one's own data, and answering within three times 24 hours."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.errors import Incomplete, NotLegal, NotYours
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.accounts.services.sessions import end_others
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.notifications.services import notify
from vidcon_portal.notifications.wording import later
from vidcon_portal.procedures.durations import format_moment
from vidcon_portal.procedures.queries import usable_calendar_for

from ..choices import DataRequestKind, DataRequestStatus
from ..models import DataRequest
from ..permissions import DATA_ANSWERERS, may_answer_data_request
from .queries import stays_of

WITHIN = timedelta(hours=72)
"""Three times 24 hours by the clock, nights and holidays included (UU 27/2022)."""

REMINDERS = (timedelta(hours=24), timedelta(hours=6), timedelta(0))
"""So long before the end whoever answers is reminded; the last one says that it is over."""


@transaction.atomic
def ask_about_data(user: User, office: Office, *, kind: str, text: str, at: datetime) -> DataRequest:
    """Start the clock and tell who answers. One open request of a kind. Raises ``NotLegal``, ``Incomplete``."""
    if not text.strip():
        sentence = _("Tulis data mana yang Anda maksud.")
        raise Incomplete(sentence, {"text": [sentence]})
    try:
        with transaction.atomic():
            asked = DataRequest.objects.create(
                user=user,
                office=office,
                kind=DataRequestKind(kind),
                text=text.strip(),
                requested_at=at,
                due_at=at + WITHIN,
            )
    except IntegrityError as error:
        raise NotLegal(_("Permintaan Anda yang sama masih menunggu jawaban.")) from error
    _tell_answerers(asked, gettext_lazy("Permintaan data pribadi menunggu jawaban"), "", at=at)
    return asked


def remind_data_requests(*, at: datetime) -> int:
    """Tell who answers before the clock runs out, and once when it has; each reminder once. Returns how many went out."""
    told = 0
    waiting = DataRequest.objects.filter(status=DataRequestStatus.OPEN, reminded__lt=len(REMINDERS))
    for asked in waiting.select_related("office", "user").order_by("due_at"):
        stage = sum(1 for moment in reminder_moments(asked) if moment <= at)
        if stage <= asked.reminded:
            continue
        with transaction.atomic():
            taken = DataRequest.objects.filter(pk=asked.pk, status=DataRequestStatus.OPEN, reminded=asked.reminded)
            if not taken.update(reminded=stage):
                continue  # answered, or told by another worker meanwhile
            is_over = at >= asked.due_at
            subject = (
                gettext_lazy("Permintaan data pribadi lewat 3 × 24 jam")
                if is_over
                else gettext_lazy("Permintaan data pribadi segera lewat batas")
            )
            topic = Topic.OVERDUE if is_over else Topic.INFORMATION
            _tell_answerers(asked, subject, f"-remind-{stage}", at=at, topic=topic)
        told += 1
    return told


def reminder_moments(asked: DataRequest) -> list[datetime]:
    """When to remind: so long before the end, drawn forward into the office's last working hour where that is at night
    or on a holiday, since the clock does not wait for the office. What would lie before the request itself waits for
    the office to open, if it opens in time.
    """
    calendar = usable_calendar_for(asked.office)
    moments = []
    for before in REMINDERS:
        moment = asked.due_at - before
        if calendar is not None and before and not calendar.is_working_time(moment):
            drawn = calendar.add_working_time(moment, -timedelta(hours=1))
            if drawn <= asked.requested_at:
                drawn = min(moment, calendar.next_working_moment(asked.requested_at + timedelta(hours=1)))
            moment = drawn
        moments.append(moment)
    return moments


def _tell_answerers(
    asked: DataRequest, subject: object, key: str, *, at: datetime, topic: Topic = Topic.INFORMATION
) -> None:
    """Never the one who asks, whatever his position."""
    office = asked.office
    positions = [each for role in sorted(DATA_ANSWERERS) for each in positions_for_role(Role(role), office=office)]
    reached = responsible_for_many(positions, at.astimezone(office.tz).date())
    notify(
        [each.user for found in reached.values() for each in found.appointments if each.user_id != asked.user_id],
        topic=topic,
        subject=subject,
        body=later(
            lambda: _("Batasnya %(due)s, 3 × 24 jam sejak diminta.") % {"due": format_moment(asked.due_at, office.tz)}
        ),
        url="/laporan/permintaan-data/",
        dedupe_key=f"data-request-{asked.pk}{key}",
        office=office,
        at=at,
    )


@transaction.atomic
def answer_data_request(asked: DataRequest, *, grant: bool, answer: str, by: Actor, at: datetime) -> DataRequest:
    """Grant or refuse with the words that the person reads; granting an erasure erases. Nobody answers his own.

    Raises ``NotYours``, ``NotLegal``, ``Incomplete``.
    """
    asked = DataRequest.objects.select_for_update(of=("self",)).select_related("office", "user").get(pk=asked.pk)
    if not may_answer_data_request(by, asked):
        raise NotYours(
            _("Permintaan data dijawab kepala dinas, sekretaris, atau admin kantor, bukan oleh peminta sendiri.")
        )
    if asked.status != DataRequestStatus.OPEN:
        raise NotLegal(_("Permintaan ini sudah dijawab."))
    if not answer.strip():
        sentence = _("Tulis jawaban: apa yang diubah atau dihapus, atau alasannya bila tidak dapat.")
        raise Incomplete(sentence, {"answer": [sentence]})
    asked.status = DataRequestStatus.GRANTED if grant else DataRequestStatus.REFUSED
    asked.answer, asked.answered_at, asked.answered_by = answer.strip(), at, by.user
    asked.save(update_fields=["status", "answer", "answered_at", "answered_by"])
    notify(
        [asked.user],
        topic=Topic.INFORMATION,
        subject=gettext_lazy("Permintaan data pribadi Anda dijawab"),
        body=gettext_lazy("Baca jawabannya di halaman Data saya."),
        url="/akun/data-saya/",
        dedupe_key=f"data-request-{asked.pk}-answer",
        office=asked.office,
        at=at,
    )
    if grant and asked.kind == DataRequestKind.ERASURE:
        _erase(asked.user, at=at)
    return asked


def _erase(user: User, *, at: datetime) -> None:
    """Close the account and forget how to reach the person.

    His name stays where the office's records carry it (trail, papers): records law keeps those. Raises ``NotLegal``
    while he holds an office.
    """
    if user.is_superuser or user.appointments.active_on(at.date()).exists():
        raise NotLegal(_("Orang ini masih memegang jabatan. Akhiri dahulu jabatannya, lalu hapus datanya."))
    EmailAddress.objects.filter(user=user).delete()
    Delivery.objects.filter(recipient=user).update(address="")
    stays_of(user).update(name="")
    end_others(user, but=None)
    user.username, user.email, user.phone, user.nip, user.rank = f"dihapus-{user.pk}", "", "", "", ""
    user.pin_hash, user.is_active, user.is_staff = "", False, False
    user.set_unusable_password()
    user.save()
