"""Who may look into the outbox."""

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.permissions import is_office_admin, kept_office


def may_see_outbox(actor: Actor, *, demo: bool) -> bool:
    """An office admin, of his own office; in the demo everyone, since nothing real is in it."""
    return demo or is_office_admin(actor)


def may_work_outbox(actor: Actor) -> bool:
    """Send again, or note that a ready text was sent by hand."""
    return is_office_admin(actor)


def may_connect_gateway(actor: Actor) -> bool:
    """Say through whom the office's WhatsApp messages go."""
    return kept_office(actor) is not None


def may_write_texts(actor: Actor) -> bool:
    """Change what the office's messages say."""
    return is_office_admin(actor)
