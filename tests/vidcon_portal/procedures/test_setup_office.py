"""``manage.py setup_office``: a real office from flags alone."""

import pytest
from django.core.management import CommandError, call_command

from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Holiday, Office, User
from vidcon_portal.procedures.models import Step

pytestmark = pytest.mark.django_db

FLAGS = {
    "code": "banjarbaru",
    "name": "Dinas Komunikasi dan Informatika",
    "short_name": "Diskominfo Banjarbaru",
    "government": "Pemerintah Kota Banjarbaru",
    "region": "Kota Banjarbaru",
    "city": "Banjarbaru",
    "timezone": "Asia/Makassar",
    "head_name": "Dr. Siti Aminah, S.Kom.",
    "admin_name": "Budi Santoso",
    "admin_username": "admin.banjarbaru",
}


def test_setup_office_from_flags(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("setup_office", noinput=True, **FLAGS)

    office = Office.objects.get(code=FLAGS["code"])
    holders = {
        position.role: appointment.user.username
        for position in office.positions.all()
        for appointment in position.appointments.all()
    }
    assert holders == {Role.OFFICE_HEAD: "kadis", Role.OFFICE_ADMIN: "admin.banjarbaru"}
    assert not User.objects.get(username="kadis").has_usable_password()
    assert Holiday.objects.exists()
    assert "manage.py changepassword admin.banjarbaru" in capsys.readouterr().out


def test_setup_office_with_preset_fills_the_roles_of_its_steps() -> None:
    call_command("setup_office", noinput=True, preset="tarakan", **FLAGS)

    office = Office.objects.get(code=FLAGS["code"])
    asked = {
        role
        for roles in Step.objects.filter(row__procedure__service__office=office).values_list("roles", flat=True)
        for role in roles
    }
    played = set(office.positions.values_list("role", flat=True))
    assert asked - played <= {Role.APPLICANT, Role.AGENCY_HEAD}


@pytest.mark.parametrize("change", [{"timezone": "Asia/Ujungpandang-Lama"}, {"code": "Kota Besar"}, {"short_name": ""}])
def test_setup_office_bad_answer_writes_nothing(change: dict[str, str]) -> None:
    before = (Office.objects.count(), User.objects.count())

    with pytest.raises(CommandError):
        call_command("setup_office", noinput=True, **{**FLAGS, **change})

    assert (Office.objects.count(), User.objects.count()) == before


def test_setup_office_missing_answer_names_the_flag() -> None:
    flags = {name: value for name, value in FLAGS.items() if name != "region"}

    with pytest.raises(CommandError, match="Isi --region"):
        call_command("setup_office", noinput=True, **flags)
