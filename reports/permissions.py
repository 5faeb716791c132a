"""Who may see and do what happened and what the office answers for. The only place of this wing where roles are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookings.permissions import reads_cases
from vidcon_portal.accounts.choices import Role

if TYPE_CHECKING:
    from vidcon_portal.accounts.actors import Actor
    from vidcon_portal.accounts.models import Office

RECAP_SIGNERS = frozenset({Role.OFFICE_HEAD, Role.SECRETARY, Role.DIVISION_HEAD, Role.COORDINATOR})
"""Who puts his name under the monthly recap."""

PAST_RECORDERS = frozenset(
    {
        Role.REGISTRAR,
        Role.SECRETARY,
        Role.DIVISION_HEAD,
        Role.COORDINATOR,
        Role.STAFF,
        Role.TECHNICAL_TEAM,
        Role.NETWORK_TEAM,
        Role.OPERATOR,
    }
)
"""Who enters what was served without a request."""


def reads_recap(actor: Actor, office: Office | None = None) -> bool:
    """Whoever reads his office's cases reads their recap, statistics and results."""
    return reads_cases(actor) and (office is None or actor.office == office)


def may_sign_recap(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in RECAP_SIGNERS


def may_record_past(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in PAST_RECORDERS


def may_see_recap(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: the paper of a recap belongs to everybody who reads the office's cases."""
    from .models import MonthlyRecap

    recap = MonthlyRecap.objects.filter(pk=owner_id).select_related("office").first()
    return recap is not None and reads_recap(actor, recap.office)
