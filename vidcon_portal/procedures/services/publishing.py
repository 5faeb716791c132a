"""A version comes into force and leaves it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor

from ..errors import DraftRefused, WrongDate, WrongStatus
from ..models import Procedure, Service
from .drafts import procedure_problems, require_editor


@transaction.atomic
def publish_procedure(procedure: Procedure, *, in_force_from: date, by: Actor, at: datetime) -> Procedure:
    """Bring a draft into force; the version that was in force for the service is withdrawn at the same moment.

    Running bookings stay pinned to theirs. Raises WrongStatus unless it is a draft, WrongDate for a day to come
    (in the office's zone), DraftRefused with every problem that ``check_preset`` finds in the rows.
    """
    service = Service.objects.select_for_update(of=("self",)).select_related("office").get(pk=procedure.service_id)
    require_editor(by, service.office)
    draft = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if not draft.is_draft:
        raise WrongStatus(_("Versi ini sudah diterbitkan. Salin sebagai konsep untuk membuat versi baru."))
    if in_force_from > timezone.localtime(at, service.office.tz).date():
        raise WrongDate(_("Tanggal berlaku belum tiba. Terbitkan SOP pada hari mulai berlakunya."))
    if problems := procedure_problems(draft):
        raise DraftRefused(problems)
    for former in service.procedures.filter(status=Procedure.Status.IN_FORCE):
        former.status = Procedure.Status.WITHDRAWN
        former.save(update_fields=["status"])
    draft.status = Procedure.Status.IN_FORCE
    draft.in_force_from = in_force_from
    draft.published_at = at
    draft.save(update_fields=["status", "in_force_from", "published_at"])
    procedure.refresh_from_db()
    return procedure


@transaction.atomic
def withdraw_procedure(procedure: Procedure, *, by: Actor) -> Procedure:
    """Take a version out of force without another in its place: the service accepts nothing new until one is published.

    Raises WrongStatus unless it is in force.
    """
    require_editor(by, procedure.service.office)
    current = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if current.status != Procedure.Status.IN_FORCE:
        raise WrongStatus(_("Yang dapat dicabut hanya SOP yang sedang berlaku."))
    current.status = Procedure.Status.WITHDRAWN
    current.save(update_fields=["status"])
    procedure.refresh_from_db()
    return procedure
