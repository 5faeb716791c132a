"""For whom somebody acts: what every service, permission and trail receives."""

from dataclasses import dataclass

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

    @property
    def title(self) -> str:
        """How the trail and a signature name the hat: ``a.n. Kepala Dinas, Sekretaris``."""
        if self.appointment is None:
            return "Sistem" if self.is_system else ""
        own = self.appointment.printed_title
        return f"a.n. {self.on_behalf_of.title}, {own}" if self.on_behalf_of else own

    @property
    def name(self) -> str:
        return self.user.name if self.user else "Sistem"


SYSTEM = Actor()
