"""The people of one office as they come and go: acting officials, delegates, empty positions, two hats on one head."""

import contextlib
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import QuerySet

from tests.walks.driver import usernames
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.choices import AppointmentKind, Role
from vidcon_portal.accounts.errors import AccountsError
from vidcon_portal.accounts.models import Appointment, Delegation, Office, Position, User
from vidcon_portal.accounts.queries import hats, local_day
from vidcon_portal.accounts.services import (
    appoint,
    appoint_acting,
    delegate,
    end_acting,
    end_appointment,
    end_delegation,
)
from vidcon_portal.procedures.choices import Kind

EXTRA = (("protokol", Role.PROTOCOL), ("admin-kantor", Role.OFFICE_ADMIN), ("sekretaris", Role.SECRETARY))
"""Whoever confirms leaders, hands tasks to others and stands in, beside the lanes of the SOP."""

CHANGES = ("appoint_acting", "appoint_acting", "end_acting", "delegate", "delegate", "end_delegation", "leave", "fill")


class Staff:
    """Everybody of an office and its applicant, with the hats that they wear at a moment."""

    def __init__(self, code: str, at: datetime) -> None:
        self.office = Office.objects.get(code=code)
        self._known: dict[tuple[str, object], list[Actor]] = {}
        head = Position.objects.get(office=self.office, role=Role.OFFICE_HEAD)
        for name, role in EXTRA:
            user = User.objects.create(username=f"{name}.{code}", name=name, pin_hash=self._pin())
            position = Position.objects.create(office=self.office, title=name.title(), role=role, superior=head)
            Appointment.objects.create(user=user, position=position, starts_on=local_day(position, at))
        self.names = [*usernames(code), *(f"{name}.{code}" for name, _role in EXTRA)]
        self.stranger_names = [
            f"pemohon2.{code}",
            f"auditor.{code}",
            *(f"kadis.{each}" for each in _others(code)),
            "admin",
        ]

    def _pin(self) -> str:
        return User.objects.get(username=f"tu.{self.office.code}").pin_hash

    def hats_of(self, username: str, at: datetime) -> list[Actor]:
        key = (username, at.astimezone(self.office.tz).date())
        if key not in self._known:
            user = User.objects.get(username=username)
            self._known[key] = hats(user, at=at) or [Actor(user=user)]
        return self._known[key]

    def everybody(self, at: datetime) -> list[Actor]:
        """Every hat of the house and of the applicant."""
        return [hat for name in self.names for hat in self.hats_of(name, at)]

    def strangers(self, at: datetime) -> list[Actor]:
        """Who must never move a case of this office: the other agency, auditor, other heads, the superuser."""
        return [hat for name in self.stranger_names for hat in self.hats_of(name, at)]

    def clerk(self, at: datetime) -> Actor:
        """TU with its own hat on."""
        return next(hat for hat in self.hats_of(f"tu.{self.office.code}", at) if hat.on_behalf_of is None)

    # --- what happens to people ---------------------------------------------------------------------------------------

    def change(self, rng: Random, at: datetime) -> str:
        """Somebody is appointed, comes back, lends his position or leaves; the name of what happened, or nothing."""
        for what in rng.sample(CHANGES, 4):
            with contextlib.suppress(AccountsError):
                if getattr(self, f"_{what}")(rng, at):
                    self._known.clear()
                    return what
        return ""

    def _appoint_acting(self, rng: Random, at: datetime) -> bool:
        position, day = rng.choice(self._positions()), self._day(at)
        user = User.objects.get(username=rng.choice(self._officials()))
        until = day + timedelta(days=rng.choice([0, 1, 4]))
        kind = rng.choice([AppointmentKind.ACTING, AppointmentKind.DAILY_ACTING])
        appoint_acting(position, user, kind=kind, starts_on=day, ends_on=until, by=SYSTEM)
        return True

    def _end_acting(self, rng: Random, at: datetime) -> bool:
        acting = list(self._terms().exclude(kind=AppointmentKind.DEFINITIVE).order_by("pk"))
        if acting:
            end_acting(rng.choice(acting), by=SYSTEM, at=at)
        return bool(acting)

    def _delegate(self, rng: Random, at: datetime) -> bool:
        position, day = rng.choice(self._positions()), self._day(at)
        holder = Appointment.objects.active_on(day).filter(position=position, kind=AppointmentKind.DEFINITIVE).first()
        others = Appointment.objects.active_on(day).filter(position__office=self.office).exclude(position=position)
        scope = rng.choice([(), (), (Kind.DISPOSE,), (Kind.CHECK_RESOURCES, Kind.COORDINATE)])
        until = day + timedelta(days=rng.choice([0, 2, 8]))
        if holder is None:
            return False
        by = Actor(user=holder.user, appointment=holder)
        to = rng.choice(list(others.select_related("user", "position").order_by("pk")))
        delegate(position, to, starts_on=day, ends_on=until, by=by, scope=scope)
        return True

    def _end_delegation(self, rng: Random, at: datetime) -> bool:
        lent = list(Delegation.objects.filter(position__office=self.office, ended_at__isnull=True).order_by("pk"))
        if lent:
            end_delegation(rng.choice(lent), by=SYSTEM, at=at)
        return bool(lent)

    def _leave(self, rng: Random, at: datetime) -> bool:
        """Anybody but the head and TU, who have nobody above them or write for others."""
        kept = (Role.OFFICE_HEAD, Role.REGISTRAR, Role.AUDITOR)
        terms = list(
            self._terms().filter(kind=AppointmentKind.DEFINITIVE).exclude(position__role__in=kept).order_by("pk")
        )
        if terms:
            end_appointment(rng.choice(terms), by=SYSTEM, at=at)
        return bool(terms)

    def _fill(self, rng: Random, at: datetime) -> bool:
        """Somebody new, or whoever left, in a position that is empty."""
        held = self._terms().filter(kind=AppointmentKind.DEFINITIVE).values("position")
        empty = [each for each in self._positions() if each.pk not in set(held.values_list("position", flat=True))]
        if empty:
            user = User.objects.get(username=rng.choice(self._officials()))
            appoint(rng.choice(empty), user, starts_on=self._day(at), by=SYSTEM)
        return bool(empty)

    def _officials(self) -> list[str]:
        return [name for name in self.names if not name.startswith("pemohon")]

    def _positions(self) -> list[Position]:
        beside = (Role.AUDITOR, Role.COMPLAINTS_OFFICER)
        return list(Position.objects.filter(office=self.office).exclude(role__in=beside).order_by("pk"))

    def _terms(self) -> QuerySet[Appointment]:
        return Appointment.objects.filter(position__office=self.office, ended_at__isnull=True)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.office.tz).date()


def _others(code: str) -> list[str]:
    return [each for each in ("kalbar", "tarakan") if each != code]
