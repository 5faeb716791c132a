"""Who may write and publish SOPs; the only place of this app where roles are compared."""

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.permissions import is_office_admin


def may_edit_procedures(actor: Actor, office: Office) -> bool:
    """Write, publish and withdraw: an admin of the office, the server's superuser, or the system."""
    return actor.is_system or is_office_admin(actor, office) or (actor.user is not None and actor.user.is_superuser)
