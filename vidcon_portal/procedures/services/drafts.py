"""Drafts: from a preset, from a version in force; and what keeps one from being published."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.models import Office

from ..errors import DraftRefused, NotAllowed, WrongStatus
from ..models import Procedure, Service
from ..permissions import may_edit_procedures
from ..preset_checks import check_preset
from ..preset_parts import Preset, PresetProblem
from ..preset_rows import content_of, procedure_fields, read_procedure, write_matrix


@transaction.atomic
def load_preset_for_office(preset: Preset, office: Office, *, by: Actor = SYSTEM) -> Procedure:
    """The version that says what the preset says: the one in force if it does, else a draft of it.

    Creates the service, or brings its name, summary and modes up to the preset. A draft with the preset's code is
    rewritten; versions in force are never touched. Raises DraftRefused when the preset has problems.
    """
    require_editor(by, office)
    if problems := check_preset(preset):
        raise DraftRefused(problems)
    service = _service(preset, office, by)
    wanted = content_of(preset)
    draft: Procedure | None = None
    for procedure in service.procedures.exclude(status=Procedure.Status.WITHDRAWN).filter(code=preset.code):
        kept, _problems = read_procedure(procedure)
        if kept is not None and content_of(kept) == wanted:
            return procedure
        if procedure.is_draft:
            draft = procedure
    if draft is None:
        return _new_draft(service, preset, code=preset.code)
    draft.rows.all().delete()
    draft.lanes.all().delete()
    fields = procedure_fields(preset)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(fields))
    write_matrix(draft, preset)
    return draft


@transaction.atomic
def copy_as_draft(procedure: Procedure, *, by: Actor = SYSTEM) -> Procedure:
    """A new draft with the content of a version that is or was in force; its code ends in the new version's number."""
    require_editor(by, procedure.service.office)
    if procedure.is_draft:
        raise WrongStatus(_("Ini sudah konsep. Ubah langsung, lalu terbitkan."))
    preset, problems = read_procedure(procedure)
    if preset is None:
        raise DraftRefused(problems)
    service = Service.objects.select_for_update().get(pk=procedure.service_id)
    stem = procedure.code.removesuffix(f"-v{procedure.version}")
    return _new_draft(service, preset, code=f"{stem[:54]}-v{_next_version(service)}")


def procedure_problems(procedure: Procedure) -> list[PresetProblem]:
    """What keeps this version from being walked, with place and remedy; empty when it may be published."""
    preset, problems = read_procedure(procedure)
    return problems if preset is None else check_preset(preset)


def require_editor(by: Actor, office: Office) -> None:
    if not may_edit_procedures(by, office):
        raise NotAllowed(_("Hanya admin kantor %(office)s yang dapat mengubah SOP-nya.") % {"office": office})


def _new_draft(service: Service, preset: Preset, *, code: str) -> Procedure:
    draft = Procedure.objects.create(
        service=service, code=code, version=_next_version(service), **procedure_fields(preset)
    )
    write_matrix(draft, preset)
    return draft


def _next_version(service: Service) -> int:
    newest: int | None = service.procedures.aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _service(preset: Preset, office: Office, by: Actor) -> Service:
    """The locked service of the preset; saved only when something differs."""
    wanted = {
        "name": preset.service.name,
        "summary": preset.service.summary,
        "modes": [mode.value for mode in preset.service.modes],
    }
    service = Service.objects.select_for_update().filter(office=office, code=preset.service.code).first()
    if service is None:
        service = Service(office=office, code=preset.service.code, **wanted)
    elif all(getattr(service, name) == value for name, value in wanted.items()):
        return service
    for name, value in wanted.items():
        setattr(service, name, value)
    service._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
    service._change_reason = f"preset {preset.code}"[:100]  # type: ignore[attr-defined]  # read by simple-history
    service.save()
    return service
