"""Plain lines for the account page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.accounts import permissions, queries
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.devices import say_device
from vidcon_portal.accounts.models import ApiToken, Appointment, Delegation, User
from vidcon_portal.ui.parts import Fact
from vidcon_portal.ui.wording import say_clock, say_date, say_short_date


@dataclass(frozen=True, slots=True)
class HatLine:
    """A hat with its dates; ``note`` says when somebody else acts for the position."""

    key: str
    title: str
    place: str
    period: str
    worn: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class TermLine:
    """An acting term or a delegation; ``may_end`` shows the button."""

    pk: int
    title: str
    text: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A place where somebody is signed in; ``end_url`` is empty for the one he reads this with."""

    title: str
    text: str
    end_url: str
    button: str


def session_lines(user: User, key: str | None, *, at: datetime) -> list[SessionLine]:
    """Browsers, this one first, then programs that hold a token."""
    rows: list[UserSession] = UserSession.objects.purge_and_list(user)
    rows.sort(key=lambda row: (row.session_key != key, -row.last_seen_at.timestamp()))
    lines = [
        SessionLine(
            say_device(row.user_agent),
            _("%(ip)s, masuk %(begun)s, terakhir dipakai %(seen)s")
            % {"ip": row.ip, "begun": _moment(row.created_at), "seen": _moment(row.last_seen_at)},
            "" if row.session_key == key else reverse("accounts:end_session", args=[row.pk]),
            _("Keluarkan"),
        )
        for row in rows
    ]
    for token in ApiToken.objects.filter(user=user, expires_at__gt=at):
        used = _moment(token.last_used_at) if token.last_used_at else _("belum pernah")
        lines.append(
            SessionLine(
                _("Program (token API)"),
                _("Dibuat %(begun)s, terakhir dipakai %(used)s, berlaku sampai %(end)s")
                % {"begun": _moment(token.created_at), "used": used, "end": _moment(token.expires_at)},
                reverse("accounts:end_token", args=[token.pk]),
                _("Cabut"),
            )
        )
    return lines


def _moment(at: datetime) -> str:
    return f"{say_short_date(at)} {say_clock(at)}"


def profile_facts(user: User) -> list[Fact]:
    facts = [Fact(_("Nama pengguna"), user.username)]
    if user.nip:
        facts.append(Fact("NIP", user.masked_nip))
    if user.rank:
        facts.append(Fact(_("Pangkat"), user.rank))
    return facts


def hat_lines(
    user: User, hats: Sequence[Actor], worn: Actor, terms: Sequence[Appointment], at: datetime
) -> list[HatLine]:
    acting = {
        term.position_id: term
        for term in terms
        if term.user != user and term.is_active_on(queries.local_day(term.position, at))
    }
    return [_hat_line(actor, worn, acting) for actor in hats]


def _hat_line(actor: Actor, worn: Actor, acting: dict[int, Appointment]) -> HatLine:
    term = actor.delegation or actor.appointment
    position = actor.position
    if term is None or position is None:
        raise ValueError("A hat has a term and a position.")
    substitute = acting.get(position.pk)
    note = ""
    if substitute is not None and actor.on_behalf_of is None:
        prefix = AppointmentKind(substitute.kind).prefix
        note = _("%(prefix)s %(name)s sedang menjabat.") % {"prefix": prefix, "name": substitute.user}
    owner = position.agency or position.office
    return HatLine(
        key=queries.hat_key(actor),
        title=actor.title,
        place=owner.name if owner else "",
        period=_period(term),
        worn=queries.hat_key(actor) == queries.hat_key(worn),
        note=note,
    )


def acting_lines(hats: Sequence[Actor], actor: Actor, terms: Sequence[Appointment]) -> list[TermLine]:
    own = {hat.position: hat.appointment for hat in hats if hat.on_behalf_of is None}
    return [
        TermLine(
            term.pk,
            term.printed_title,
            f"{term.user}, {_period(term)}",
            permissions.may_end_acting(actor, term, definitive=own.get(term.position)),
        )
        for term in terms
    ]


def delegation_lines(hats: Sequence[Actor], actor: Actor, terms: Sequence[Delegation]) -> list[TermLine]:
    own = {hat.position for hat in hats if hat.on_behalf_of is None}
    return [
        TermLine(
            term.pk,
            f"a.n. {term.position.title}",
            f"{term.delegate.user}, {term.delegate.printed_title}, {_period(term)}",
            term.position in own or permissions.may_end_delegation(actor, term),
        )
        for term in terms
    ]


def _period(term: Appointment | Delegation) -> str:
    if term.ends_on is None:
        return _("sejak %(start)s") % {"start": say_date(term.starts_on)}
    return _("%(start)s s.d. %(end)s") % {"start": say_date(term.starts_on), "end": say_date(term.ends_on)}
