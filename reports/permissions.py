"""Who may see and do what happened and what the office answers for. The only place of this wing where roles are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookings.permissions import reads_cases
from vidcon_portal.accounts.choices import Role

if TYPE_CHECKING:
    from vidcon_portal.accounts.actors import Actor
    from vidcon_portal.accounts.models import Office

    from .models import Complaint, DataRequest
    from .querysets import ComplaintQuerySet

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


COMPLAINT_READERS = frozenset({Role.OFFICE_HEAD, Role.AUDITOR})
"""Who reads every complaint of the office, unless it is about himself."""

COMPLAINT_RECORDERS = frozenset({Role.COMPLAINTS_OFFICER, Role.REGISTRAR, Role.SECRETARY, Role.OFFICE_HEAD})
"""Who enters what came by telephone, by letter or through LAPOR!."""


def reads_complaints(actor: Actor) -> bool:
    """Whether the hat may have complaints to read at all: it belongs to an office."""
    position = actor.position
    return position is not None and position.office_id is not None


def visible_complaints(complaints: ComplaintQuerySet, actor: Actor) -> ComplaintQuerySet:
    """Those that the hat's position answers; head and auditor read all of the office. Nobody one about himself.

    That holds for the person, whichever hat he wears.
    """
    position = actor.position
    if actor.user is None or position is None or position.office_id is None:
        return complaints.none()
    found = complaints.filter(office_id=position.office_id).exclude(concerned=actor.user)
    if actor.on_behalf_of is not None:  # who stands in for somebody does not read what is about him
        found = found.exclude(concerned__appointments__position=actor.on_behalf_of)
    return found if actor.role in COMPLAINT_READERS else found.filter(handler=position)


def may_answer_complaint(actor: Actor, complaint: Complaint) -> bool:
    """The position that it was routed to; the head for whom nobody is there. The auditor never."""
    position = actor.position
    if position is None or position.office_id != complaint.office_id or actor.role == Role.AUDITOR:
        return False
    if not type(complaint).objects.visible_to(actor).filter(pk=complaint.pk).exists():
        return False
    return complaint.handler_id == position.pk or actor.role == Role.OFFICE_HEAD


def may_know_complainant(actor: Actor, complaint: Complaint) -> bool:
    """A confidential complainant is known only to the one who answers him."""
    from .choices import Identity

    if complaint.identity == Identity.NAMED:
        return True
    return complaint.identity == Identity.CONFIDENTIAL and (
        actor.position is not None and complaint.handler_id == actor.position.pk
    )


def may_see_complaint_file(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: whoever reads the complaint, so never whom it is about."""
    from .models import Complaint

    return owner_id.isdecimal() and Complaint.objects.visible_to(actor).filter(pk=owner_id).exists()


def may_record_complaint(actor: Actor) -> bool:
    return reads_complaints(actor) and actor.role in COMPLAINT_RECORDERS


REGISTER_READERS = frozenset({Role.REGISTRAR, Role.SECRETARY, Role.OFFICE_HEAD, Role.AUDITOR})
"""Who reads the books of letters: they name secret events too."""

REGISTER_KEEPERS = frozenset({Role.REGISTRAR, Role.SECRETARY})
"""Who gives a reserved number up."""


def reads_registers(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in REGISTER_READERS


def keeps_registers(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in REGISTER_KEEPERS


def destroys_records(actor: Actor) -> bool:
    """Who signs for the destruction of records at the end of their retention."""
    return reads_cases(actor) and actor.role == Role.OFFICE_HEAD


def may_see_destruction(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: approval and berita acara, for whoever reads the office's registers."""
    from .models import Destruction

    found = Destruction.objects.filter(pk=owner_id).select_related("office").first() if owner_id.isdecimal() else None
    return found is not None and reads_registers(actor) and actor.office == found.office


def reads_recap(actor: Actor, office: Office | None = None) -> bool:
    """Whoever reads his office's cases reads their recap, statistics and results."""
    return reads_cases(actor) and (office is None or actor.office == office)


def may_sign_recap(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in RECAP_SIGNERS


PLANNERS = frozenset({Role.OFFICE_HEAD, Role.DIVISION_HEAD, Role.COORDINATOR})
"""Who plans people and means: asks what one more or fewer would have done."""


def asks_what_if(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in PLANNERS


def may_record_past(actor: Actor) -> bool:
    return reads_cases(actor) and actor.role in PAST_RECORDERS


def may_see_recap(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: the paper of a recap belongs to everybody who reads the office's cases."""
    from .models import MonthlyRecap

    recap = MonthlyRecap.objects.filter(pk=owner_id).select_related("office").first()
    return recap is not None and reads_recap(actor, recap.office)


def may_import_answers(actor: Actor) -> bool:
    """Paper forms are entered by whoever enters what happened outside the portal."""
    return may_record_past(actor)


def may_see_survey_report(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: the office's readers; everybody else has the public page."""
    from .models import SurveyReport

    report = SurveyReport.objects.filter(pk=owner_id).select_related("office").first()
    return report is not None and reads_recap(actor, report.office)


def may_see_evaluation(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: the office's readers."""
    from .models import StandardEvaluation

    found = StandardEvaluation.objects.filter(pk=owner_id).select_related("service__office").first()
    return found is not None and reads_recap(actor, found.service.office)


DATA_ANSWERERS = frozenset({Role.OFFICE_HEAD, Role.SECRETARY, Role.OFFICE_ADMIN})
"""Who answers what people ask about their own data."""


def answers_data_requests(actor: Actor) -> bool:
    return reads_complaints(actor) and actor.role in DATA_ANSWERERS


PROCESSING_READERS = DATA_ANSWERERS | {Role.AUDITOR}
"""Who reads the records of processing activities."""


def reads_processing(actor: Actor) -> bool:
    return reads_complaints(actor) and actor.role in PROCESSING_READERS


def may_answer_data_request(actor: Actor, asked: DataRequest) -> bool:
    """Of one's own office, and never one's own."""
    return answers_data_requests(actor) and actor.office == asked.office and actor.user != asked.user
