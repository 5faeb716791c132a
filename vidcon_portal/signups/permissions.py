"""Who grants accounts to the staff of agencies."""

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.permissions import is_office_admin, is_own_registrar


def may_decide_signups(actor: Actor, office: Office | None = None) -> bool:
    """An office admin or a registrar, for his own office and by his own appointment."""
    return is_office_admin(actor, office) or is_own_registrar(actor, office)
