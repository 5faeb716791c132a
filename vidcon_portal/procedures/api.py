"""What an office offers, and whether an SOP is in force for it."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from vidcon_portal.accounts.api import chosen_office
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Procedure, Service

router = Router(tags=["Akun dan kantor"])


class ModeOut(Schema):
    mode: str
    label: str


class ServiceOut(Schema):
    id: int
    code: str
    name: str
    summary: str
    office: str
    modes: list[ModeOut]
    in_force: bool
    procedure: str | None
    number: str | None


@router.get("/services", response=list[ServiceOut], summary="Layanan sebuah kantor")
def list_services(request: HttpRequest, office: str = "") -> Any:
    found = chosen_office(request, office)
    today = timezone.now().astimezone(found.tz).date()
    in_force = Procedure.objects.filter(status=Procedure.Status.IN_FORCE, in_force_from__lte=today)
    services = Service.objects.filter(office=found, is_active=True)
    return [
        _service(each, found.code)
        for each in services.prefetch_related(Prefetch("procedures", in_force, to_attr="now_in_force"))
    ]


def _service(service: Service, office: str) -> dict[str, Any]:
    procedures: list[Procedure] = service.now_in_force  # type: ignore[attr-defined]
    procedure = procedures[0] if procedures else None
    return {
        "id": service.pk,
        "code": service.code,
        "name": service.name,
        "summary": service.summary,
        "office": office,
        "modes": [{"mode": mode, "label": str(Mode(mode).label)} for mode in service.modes],
        "in_force": procedure is not None,
        "procedure": procedure.title if procedure else None,
        "number": procedure.number if procedure else None,
    }
