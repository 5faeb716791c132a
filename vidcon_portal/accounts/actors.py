"""For whom somebody acts: what every service, permission and trail receives."""

from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone

from vidcon_portal.kept import Given

from .choices import Role
from .models import Appointment, Delegation, Office, Position, User


@dataclass(frozen=True, slots=True)
class Actor:
    """A person wearing one hat, or the system.

    ``user`` is None for the system. ``appointment`` is the hat; a user without one (a superuser,
    too) holds no office. ``on_behalf_of`` is the position he acts "a.n." by delegation.
    ``scope`` limits a delegated hat to kinds of steps; empty means no limit was set.
    ``delegation`` is the row that lends the position.
    """

    user: User | None = None
    appointment: Appointment | None = None
    on_behalf_of: Position | None = None
    scope: tuple[str, ...] = ()
    delegation: Delegation | None = None

    @property
    def is_system(self) -> bool:
        return self.user is None

    @property
    def position(self) -> Position | None:
        """The position whose powers are used: the delegating one, else one's own."""
        if self.on_behalf_of is not None:
            return self.on_behalf_of
        return self.appointment.position if self.appointment else None

    @property
    def role(self) -> Role | None:
        return Role(self.position.role) if self.position else None

    @property
    def office(self) -> Office | None:
        position = self.position
        if position is None:
            return None
        return position.office if position.office_id else position.agency.office  # type: ignore[union-attr]

    def values(self) -> dict[str, Any]:
        """What ``Hat.actor`` left open, for reading a kept queryset."""
        position = self.position
        return {
            "user": self.user.pk if self.user else None,
            "position": position.pk if position else None,
            "office": position.office_id if position else None,
            "agency": position.agency_id if position else None,
            "today": timezone.localdate(),
        }

    @property
    def title(self) -> str:
        """How the trail and a signature name the hat: ``a.n. Kepala Dinas, Sekretaris``."""
        if self.appointment is None:
            return "Sistem" if self.is_system else ""
        own = self.appointment.printed_title
        if self.on_behalf_of is None:
            return own
        if self.through is not None:
            return f"a.n. {self.on_behalf_of.title}, {self.through.title}, u.b. {own}"
        return f"a.n. {self.on_behalf_of.title}, {own}"

    @property
    def through(self) -> Position | None:
        """The position between, when what was delegated to it was passed on (u.b.)."""
        return self.delegation.through if self.delegation is not None else None

    @property
    def name(self) -> str:
        return self.user.name if self.user else "Sistem"


@dataclass(frozen=True, slots=True)
class Hat:
    """What rules may compare of an actor. Everybody with an equal hat shares the statements that are kept for it."""

    role: str = ""
    of_office: bool = False
    lent: bool = False
    scope: tuple[str, ...] = ()
    is_system: bool = False

    @classmethod
    def of(cls, actor: Actor) -> Self:
        position = actor.position
        if position is None:
            return cls(is_system=actor.is_system)
        lent = actor.on_behalf_of is not None
        return cls(position.role, position.office_id is not None, lent, actor.scope if lent else ())

    def actor(self) -> Actor:
        """Somebody with this hat of whom nothing else is known; ``Actor.values`` later says who."""
        if self.is_system:
            return Actor()
        user = User(pk=Given("user"))
        if not self.role:
            return Actor(user=user)
        place = {"office_id": Given("office")} if self.of_office else {"agency_id": Given("agency")}
        position = Position(pk=Given("position"), role=self.role, **place)
        own = Appointment(position=position)
        return Actor(user, own, position, self.scope) if self.lent else Actor(user, own)


def today_of(actor: Actor) -> Any:
    """The reader's date in a rule: a value that follows where the actor is only a hat."""
    user = actor.user
    return Given("today") if user is not None and isinstance(user.pk, Given) else timezone.localdate()


SYSTEM = Actor()
