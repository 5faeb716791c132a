"""Plain lines for the account page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from vidcon_portal.accounts import permissions, queries
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.models import Appointment, Delegation, User
from vidcon_portal.ui.parts import Fact
from vidcon_portal.ui.wording import say_date


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
