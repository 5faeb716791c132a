"""Who sees what on a calendar, beyond which cases he may see."""

from vidcon_portal.accounts.actors import Actor


def sees_people(actor: Actor) -> bool:
    """Officers see who is on duty; the applicants' side does not."""
    return actor.position is not None and actor.position.office_id is not None
