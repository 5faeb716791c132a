"""Asking for an account, granting it, refusing it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.errors import AccountsError, NotAllowed
from vidcon_portal.accounts.models import Agency, Office, Position, User
from vidcon_portal.accounts.queries import local_day, positions_for_role, responsible_for_many
from vidcon_portal.accounts.services import appoint, find_or_add_agency
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.services import tell

from .choices import SignupState
from .models import Signup
from .permissions import may_decide_signups

CONFIRMATION_TASK = "signups.mail_confirmation"
REFUSAL_TASK = "signups.mail_refusal"

MOST_WAITING = 200
"""So many signups wait at an office at most; nobody reads more, so more is somebody's script."""

KEPT = timedelta(days=30)
"""How long a decided signup is kept; one that nobody decides is kept three times as long."""


@transaction.atomic
def ask_for_account(
    office: Office,
    *,
    agency_name: str,
    title: str,
    name: str,
    email: str,
    phone: str,
    password: str,
    language: str,
    at: datetime,
) -> Signup:
    """Write the wish down, ask the owner of the address to confirm it, and tell those who may grant it.

    Says nothing of whether the address has an account already: that is the office's to see. Raises AccountsError
    when too many wait.
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if Signup.objects.filter(office=office, state=SignupState.WAITING).count() >= MOST_WAITING:
        raise AccountsError(
            _("Terlalu banyak pendaftaran menunggu di kantor ini. Coba lagi besok, atau hubungi kantor.")
        )
    signup = Signup.objects.create(
        office=office,
        agency_name=agency_name,
        title=title,
        name=name,
        email=User.objects.normalize_email(email),
        phone=phone,
        language=language,
        password_hash=make_password(password),
        asked_at=at,
    )
    on = at.astimezone(office.tz).date()
    positions = [
        *positions_for_role(Role.REGISTRAR, office=office),
        *positions_for_role(Role.OFFICE_ADMIN, office=office),
    ]
    reached = responsible_for_many(positions, on)
    tell(
        [each.user for responsible in reached.values() for each in responsible.appointments],
        "akun_diminta",
        values={"perangkat_daerah": agency_name},
        url=signup.get_absolute_url(),
        dedupe_key=f"signup-{signup.pk}",
        office=office,
        at=at,
    )
    app.configure_task(CONFIRMATION_TASK).defer(signup_id=signup.pk)  # no commit, no job
    return signup


def confirm_email(signup: Signup, *, at: datetime) -> None:
    """Whoever reads the address's mail has asked; twice is the same as once."""
    Signup.objects.filter(pk=signup.pk, email_confirmed_at__isnull=True).update(email_confirmed_at=at)


@transaction.atomic
def approve(signup: Signup, *, agency: Agency | None, title: str, role: Role, by: Actor, at: datetime) -> User:
    """Make the account and the position at ``agency`` (None: a new agency of the given name), and tell the person.

    Raises NotAllowed, and AccountsError when it was decided already or the address has an account.
    """
    locked = _lock_waiting(signup, by=by)
    if role not in APPLICANT_ROLES or (agency is not None and agency.office_id != locked.office_id):
        raise NotAllowed(_("Akun ini hanya dapat dibuat untuk instansi yang dilayani kantor ini."))
    home = agency or find_or_add_agency(locked.office, locked.agency_name, by=by)
    user = _make_account(locked)
    position = Position(agency=home, title=title, role=role)
    position._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
    position.save()
    with official_language():
        basis = _("Pendaftaran akun")
    appoint(position, user, starts_on=local_day(position, at), by=by, basis=basis)
    _decide(locked, SignupState.APPROVED, by=by, at=at)
    tell(
        [user],
        "akun_disetujui",
        values={"perangkat_daerah": home.name},
        url="/permohonan/baru/",
        dedupe_key=f"signup-{locked.pk}",
        office=locked.office,
        at=at,
    )
    return user


@transaction.atomic
def refuse(signup: Signup, *, reason: str, by: Actor, at: datetime) -> Signup:
    """Say no, with the reason, which is mailed and stands on the page of the signup. Raises as ``approve``."""
    locked = _lock_waiting(signup, by=by)
    locked.reason = reason
    _decide(locked, SignupState.REFUSED, by=by, at=at)
    app.configure_task(REFUSAL_TASK).defer(signup_id=locked.pk)  # no commit, no job
    return locked


def forget_signups(*, at: datetime) -> int:
    """Delete what was decided a month ago and what nobody decided for three; returns how many."""
    old = Signup.objects.filter(decided_at__lt=at - KEPT) | Signup.objects.filter(
        decided_at__isnull=True, asked_at__lt=at - 3 * KEPT
    )
    return old.delete()[0]


def _lock_waiting(signup: Signup, *, by: Actor) -> Signup:
    locked = Signup.objects.select_for_update(of=("self",)).select_related("office", "decided_by").get(pk=signup.pk)
    if not may_decide_signups(by, locked.office):
        raise NotAllowed(_("Pendaftaran akun diputuskan tata usaha atau admin kantor."))
    if locked.decided_at is not None:
        raise AccountsError(
            _("Pendaftaran ini sudah diputuskan %(name)s. Tidak ada yang perlu Anda lakukan.")
            % {"name": locked.decided_by}
        )
    return locked


def _decide(signup: Signup, state: SignupState, *, by: Actor, at: datetime) -> None:
    signup.state, signup.decided_by, signup.decided_at, signup.password_hash = state, by.user, at, ""
    signup.told_at = at if state == SignupState.APPROVED else None
    signup.save(update_fields=["state", "reason", "decided_by", "decided_at", "password_hash", "told_at"])


def _make_account(signup: Signup) -> User:
    """The account under the first free name. Another decision of the same moment may take the name or the address:
    the database says so when it commits, the next name is tried, and a taken address is refused in words.
    """
    for username in _free_usernames(signup.email):
        _refuse_taken(signup.email)
        user = User(
            username=username,
            name=signup.name,
            email=signup.email,
            phone=signup.phone,
            language=signup.language,
            password=signup.password_hash,
        )
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError:
            continue
        return user
    raise AccountsError(_("Nama pengguna tidak dapat dibuat. Coba lagi sebentar lagi."))


def _refuse_taken(email: str) -> None:
    if User.objects.filter(email__iexact=email).exists():
        raise AccountsError(
            _("Pos-el %(email)s sudah dipakai akun lain. Minta pendaftar memakai akun itu, lalu tolak pendaftaran ini.")
            % {"email": email}
        )


def _free_usernames(email: str) -> Iterator[str]:
    """The part before the at sign, with a number where somebody has it."""
    stem = re.sub(r"[^a-z0-9._-]", "", email.partition("@")[0].lower())[:100] or "pemohon"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return (name for name in chain([stem], (f"{stem}{n}" for n in range(2, 10_000))) if name not in taken)
