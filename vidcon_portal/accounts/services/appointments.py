"""Naming holders, acting officials and delegates, and ending their terms."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from vidcon_portal.accounts import permissions
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.errors import AccountsError, NotAllowed
from vidcon_portal.accounts.models import Appointment, Delegation, Position, User
from vidcon_portal.accounts.queries import definitive_holder, local_day, office_of


def appoint(
    position: Position,
    user: User,
    *,
    starts_on: date,
    by: Actor,
    ends_on: date | None = None,
    basis: str = "",
) -> Appointment:
    """Name the definitive holder; refuses while another one holds the position in that time."""
    _require_appointer(by, position)
    return _insert_appointment(
        Appointment(
            user=user,
            position=position,
            kind=AppointmentKind.DEFINITIVE,
            starts_on=starts_on,
            ends_on=ends_on,
            basis=basis,
        ),
        by=by,
    )


def appoint_acting(
    position: Position,
    user: User,
    *,
    kind: AppointmentKind,
    starts_on: date,
    ends_on: date,
    by: Actor,
    basis: str = "",
) -> Appointment:
    """Name a Plt. or Plh., who takes the inbox from ``starts_on``; one at a time."""
    _require_appointer(by, position)
    if kind == AppointmentKind.DEFINITIVE:
        raise ValueError("An acting official is Plt. or Plh.")
    holder = definitive_holder(position, starts_on)
    if holder is not None and holder.user == user:
        raise AccountsError(
            _("%(name)s sudah memegang jabatan ini secara definitif. Pilih orang lain.") % {"name": user}
        )
    return _insert_appointment(
        Appointment(user=user, position=position, kind=kind, starts_on=starts_on, ends_on=ends_on, basis=basis),
        by=by,
    )


@transaction.atomic
def end_acting(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """ "Saya sudah kembali": the inbox returns to the definitive holder at once."""
    locked = _lock_open(appointment)
    if locked.kind == AppointmentKind.DEFINITIVE:
        raise AccountsError(_("Penugasan ini definitif, bukan Plt. atau Plh."))
    holder = definitive_holder(locked.position, local_day(locked.position, at))
    if not permissions.may_end_acting(by, locked, definitive=holder):
        raise NotAllowed(
            _("Hanya pejabat definitif, pejabat yang menggantikan, atau admin kantor yang dapat mengakhirinya.")
        )
    locked.ended_at = at
    _save(locked, by=by, reason="ended early", update_fields=["ended_at"])
    return locked


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """End any appointment at once, a definitive one too (retired, moved); office admins only."""
    locked = _lock_open(appointment)
    _require_appointer(by, locked.position)
    locked.ended_at = at
    _save(locked, by=by, reason="ended", update_fields=["ended_at"])
    return locked


@transaction.atomic
def delegate(
    position: Position,
    delegate: Appointment,
    *,
    starts_on: date,
    ends_on: date,
    by: Actor,
    scope: Sequence[str] = (),
    basis: str = "",
    through: Position | None = None,
) -> Delegation:
    """Let the holder of another appointment of the same office act "a.n." the position, within scope and period.

    ``through``: the position between, which passes on what it was given (u.b.).
    """
    if not permissions.may_delegate(by, position):
        raise NotAllowed(_("Hanya pemegang jabatan ini atau admin kantor yang dapat melimpahkannya."))
    _require_period(starts_on, ends_on)
    if _owner(delegate.position) != _owner(position):
        raise AccountsError(_("Penerima pelimpahan harus dari kantor yang sama."))
    if delegate.position_id == position.pk or (by.appointment is not None and delegate.user == by.user):
        raise AccountsError(_("Jabatan ini tidak dapat dilimpahkan kepada pemegangnya sendiri. Pilih orang lain."))
    if through is not None and (
        _owner(through) != _owner(position) or through.pk in (position.pk, delegate.position_id)
    ):
        raise AccountsError(_("Jabatan di antaranya (u.b.) harus jabatan ketiga di kantor yang sama."))
    if not (delegate.user.is_active and delegate.ended_at is None and delegate.is_active_on(starts_on)):
        raise AccountsError(
            _("%(name)s tidak menjabat pada tanggal mulai. Pilih orang atau tanggal lain.") % {"name": delegate.user}
        )
    lent = Delegation.objects.filter(
        position=position, delegate__user=delegate.user, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if lent.exists():
        raise AccountsError(
            _("Jabatan ini sudah dilimpahkan kepada %(name)s pada masa itu. Cabut dahulu pelimpahan yang lama.")
            % {"name": delegate.user}
        )
    delegation = Delegation(
        position=position,
        delegate=delegate,
        through=through,
        scope=list(scope),
        starts_on=starts_on,
        ends_on=ends_on,
        basis=basis,
    )
    _save(delegation, by=by, reason="delegated")
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Actor, at: datetime) -> Delegation:
    """Take the lent powers back at once."""
    locked = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("position__office", "position__agency__office", "delegate__user")
        .get(pk=delegation.pk)
    )
    if not permissions.may_end_delegation(by, locked):
        raise NotAllowed(_("Hanya pemberi, penerima, atau admin kantor yang dapat mencabut pelimpahan ini."))
    if locked.ended_at is not None:
        raise AccountsError(
            _("Pelimpahan ini sudah dicabut pukul %(at)s.") % {"at": _clock(locked.ended_at, locked.position)}
        )
    locked.ended_at = at
    _save(locked, by=by, reason="revoked", update_fields=["ended_at"])
    return locked


def _owner(position: Position) -> tuple[int | None, int | None]:
    return position.office_id, position.agency_id


def _require_appointer(by: Actor, position: Position) -> None:
    if not permissions.may_appoint(by, position):
        raise NotAllowed(_("Hanya admin kantor yang dapat menunjuk pejabat."))


def _require_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise AccountsError(_("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."))


def _insert_appointment(appointment: Appointment, *, by: Actor) -> Appointment:
    if not appointment.user.is_active:
        raise AccountsError(_("Akun %(name)s tidak aktif. Aktifkan dahulu.") % {"name": appointment.user})
    _require_period(appointment.starts_on, appointment.ends_on)
    with _translated(appointment), transaction.atomic():
        _save(appointment, by=by, reason="appointed")
    return appointment


@contextmanager
def _translated(appointment: Appointment) -> Iterator[None]:
    """The violation of "one at a time" as the sentence that names who stands in the way."""
    try:
        yield
    except IntegrityError as error:
        if "one_definitive_at_a_time" in str(error):
            sentence = _("%(title)s sudah dipegang pejabat definitif lain pada masa itu. Akhiri dahulu penugasannya.")
        elif "one_acting_at_a_time" in str(error):
            sentence = _("%(title)s sudah memiliki Plt. atau Plh. pada masa itu. Akhiri dahulu penugasannya.")
        else:
            raise
        raise AccountsError(sentence % {"title": appointment.position.title}) from error


def _lock_open(appointment: Appointment) -> Appointment:
    locked = (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "position__office", "position__agency__office")
        .get(pk=appointment.pk)
    )
    if locked.ended_at is not None:
        raise AccountsError(
            _("Penugasan ini sudah diakhiri pukul %(at)s.") % {"at": _clock(locked.ended_at, locked.position)}
        )
    return locked


def _clock(at: datetime, position: Position) -> str:
    local = timezone.localtime(at, office_of(position).tz)
    return f"{local:%H.%M} {local.tzname()}"


def _save(row: Model, *, by: Actor, reason: str, update_fields: list[str] | None = None) -> None:
    """Save with the history knowing who and why."""
    row._history_user = by.user  # type: ignore[attr-defined]
    row._change_reason = f"{reason}: {by.title}"[:100]  # type: ignore[attr-defined]
    row.save(update_fields=update_fields)
