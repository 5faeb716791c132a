"""Messages that were given up, on pages that know nothing of the outbox."""

from typing import Any

from django import template
from django.template.context import Context

from vidcon_portal.accounts.actors import Actor

from ..permissions import may_work_outbox
from ..queries import failed_count

register = template.Library()


@register.inclusion_tag("notifications/failed.html", takes_context=True)
def failed_messages(context: Context) -> dict[str, Any]:
    """A line for who can send them again, while there are any; one query for him, none for others."""
    actor: Actor | None = getattr(context.get("request"), "actor", None)
    if actor is None or actor.office is None or not may_work_outbox(actor):
        return {"count": 0}
    return {"count": failed_count(actor.office)}
