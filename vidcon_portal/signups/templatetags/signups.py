"""The way to waiting signups, on pages of apps that know nothing of them."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from vidcon_portal.accounts.actors import Actor

from ..permissions import may_decide_signups
from ..queries import waiting_count

register = template.Library()


@register.inclusion_tag("signups/waiting.html", takes_context=True)
def waiting_signups(context: Context, *, always: bool = False) -> dict[str, Any]:
    """A line for those who may decide: when some wait, or ``always``; one query for them, none for others."""
    actor: Actor | None = getattr(context.get("request"), "actor", None)
    if actor is None or actor.office is None or not may_decide_signups(actor, actor.office):
        return {"shown": False}
    count = waiting_count(actor.office)
    return {"shown": always or bool(count), "count": count, "url": reverse("signups")}
