"""Asking for an account: what the public learns, who decides, what comes of it."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.races import race
from tests.vidcon_portal.accounts.people import NOW, make_agency, make_office, make_position, make_user, seat
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.errors import AccountsError, NotAllowed
from vidcon_portal.accounts.models import Agency, Appointment, Office, Position, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.signups.choices import SignupState
from vidcon_portal.signups.models import Signup
from vidcon_portal.signups.services import approve, ask_for_account, forget_signups, refuse
from vidcon_portal.signups.tasks import mail_confirmation, mail_refusal

pytestmark = pytest.mark.django_db

PASSWORD = "kopi tanpa gula"


@pytest.fixture(autouse=True)
def no_limits_yet() -> None:
    cache.clear()


@pytest.fixture
def registrar() -> Appointment:
    return seat(make_position(make_office(), Role.REGISTRAR))


def office_of(seated: Appointment) -> Office:
    assert seated.position.office is not None
    return seated.position.office


def hat(seated: Appointment) -> Actor:
    return Actor(user=seated.user, appointment=seated)


def wish(office: Office, **fields: str) -> Signup:
    said = {
        "agency_name": "Dinas Kesehatan",
        "title": "Staf",
        "name": "Rina, S.E.",
        "email": "Rina@dinkes.go.id",
        "phone": "+6281234567890",
        "password": PASSWORD,
        "language": "id",
    }
    return ask_for_account(office, **{**said, **fields}, at=NOW)


def typed(office: Office, **fields: str) -> dict[str, str]:
    said = {
        "office": office.code,
        "agency_name": "  Dinas   Kesehatan ",
        "title": "Staf",
        "name": "Rina, S.E.",
        "email": "rina@dinkes.go.id",
        "phone": "0812-3456-7890",
        "password": PASSWORD,
        "repeated_password": PASSWORD,
    }
    return {**said, **fields}


def test_who_is_approved_signs_in_and_asks_for_his_agency(client: Client, registrar: Appointment) -> None:
    office = office_of(registrar)
    sent = client.post("/daftar/", typed(office))
    asked = Signup.objects.get()
    before = client.post("/masuk/", {"login": "rina@dinkes.go.id", "password": PASSWORD}).status_code
    desk = Client()
    desk.force_login(registrar.user)

    desk.post(asked.get_absolute_url(), {"answer": "approve", "agency": "0", "title": "Staf", "role": "applicant"})

    entered = client.post("/masuk/", {"login": "rina@dinkes.go.id", "password": PASSWORD})
    user = User.objects.get(email="rina@dinkes.go.id")
    appointment = Appointment.objects.get(user=user)
    assert sent.headers["Location"] == f"/daftar/{asked.code}/"
    assert (before, entered.status_code) == (200, 302)
    assert (appointment.position.agency.name, appointment.position.role) == ("Dinas Kesehatan", "applicant")  # type: ignore[union-attr]
    assert appointment.position.agency.office == office  # type: ignore[union-attr]
    assert client.get("/permohonan/baru/").status_code == 200
    asked.refresh_from_db()
    assert (asked.password_hash, asked.decided_by, asked.told_at) == ("", registrar.user, asked.decided_at)
    assert Delivery.objects.filter(recipient=user, subject="Akun Anda di Portal Vidcon sudah aktif").exists()


def test_the_desk_is_told_without_the_persons_data(registrar: Appointment) -> None:
    asked = wish(office_of(registrar))

    told = Delivery.objects.filter(recipient=registrar.user, url=asked.get_absolute_url())

    assert told.exists()
    for delivery in told:
        said = f"{delivery.subject} {delivery.body}"
        assert not [each for each in ("Rina", "rina@", "8123", PASSWORD) if each.lower() in said.lower()]


def test_a_known_address_gets_the_same_answer(client: Client, registrar: Appointment) -> None:
    """Nobody learns from the form who has an account; the desk does."""
    known = make_user(email="rina@dinkes.go.id")
    office = office_of(registrar)

    sent = client.post("/daftar/", typed(office))
    asked = Signup.objects.get()
    page = client.get(sent.headers["Location"]).content.decode()

    assert sent.status_code == 302
    assert "Menunggu persetujuan" in page
    assert not [each for each in ("Rina", "rina@", "Kesehatan", "8123") if each in page]
    with pytest.raises(AccountsError, match="sudah dipakai akun lain"):
        approve(asked, agency=None, title="Staf", role=Role.APPLICANT, by=hat(registrar), at=NOW)
    assert list(User.objects.filter(email__iexact="rina@dinkes.go.id")) == [known]
    assert not Position.objects.filter(agency__office=office).exists()
    assert Signup.objects.get().state == SignupState.WAITING


def test_another_offices_desk_sees_and_decides_nothing(registrar: Appointment) -> None:
    """The same role next door, and the head of the very office: both "must never"."""
    office = office_of(registrar)
    asked = wish(office)
    strangers = [seat(make_position(make_office(), Role.REGISTRAR)), seat(make_position(office, Role.OFFICE_HEAD))]

    for stranger in strangers:
        client = Client()
        client.force_login(stranger.user)
        answer = {"answer": "approve", "agency": "0", "title": "Staf", "role": "applicant"}
        assert client.post(asked.get_absolute_url(), answer).status_code == 404
        with pytest.raises(NotAllowed):
            approve(asked, agency=None, title="Staf", role=Role.APPLICANT, by=hat(stranger), at=NOW)
        with pytest.raises(NotAllowed):
            refuse(asked, reason="Bukan pegawai", by=hat(stranger), at=NOW)

    assert User.objects.filter(email__iexact="rina@dinkes.go.id").count() == 0


def test_no_account_at_another_offices_agency_or_as_an_official(registrar: Appointment) -> None:
    asked = wish(office_of(registrar))
    elsewhere = make_agency(make_office())

    for agency, role in ((elsewhere, Role.APPLICANT), (None, Role.OFFICE_HEAD)):
        with pytest.raises(NotAllowed):
            approve(asked, agency=agency, title="Staf", role=role, by=hat(registrar), at=NOW)

    assert not User.objects.filter(email__iexact="rina@dinkes.go.id").exists()


def test_a_refusal_is_mailed_with_its_reason_once(registrar: Appointment) -> None:
    asked = wish(office_of(registrar), language="en")

    refuse(asked, reason="Instansi itu tidak mengenal Anda.", by=hat(registrar), at=NOW)
    job = ProcrastinateJob.objects.get(task_name="signups.mail_refusal")
    mail_refusal(**job.args)
    mail_refusal(**job.args)

    (letter,) = mail.outbox
    assert letter.to == ["Rina@dinkes.go.id"]
    assert "Instansi itu tidak mengenal Anda." in letter.body
    assert f"/daftar/{asked.code}/" in letter.body
    page = Client().get(f"/daftar/{asked.code}/").content.decode()
    assert "Instansi itu tidak mengenal Anda." in page
    with pytest.raises(AccountsError, match="sudah diputuskan"):
        approve(asked, agency=None, title="Staf", role=Role.APPLICANT, by=hat(registrar), at=NOW)


def test_what_is_typed_badly_is_said_beside_it(client: Client, registrar: Appointment) -> None:
    office = office_of(registrar)
    bad = typed(office, phone="123", email="rina", password="1234567890", repeated_password="lain", title="")

    page = client.post("/daftar/", bad)

    assert page.status_code == 422
    errors = page.context["form"].errors
    assert sorted(errors) == ["email", "password", "phone", "repeated_password", "title"]
    assert "Dinas   Kesehatan" in page.content.decode()
    assert not Signup.objects.exists()


def test_scripts_are_stopped(client: Client, registrar: Appointment) -> None:
    office = office_of(registrar)

    robot = client.post("/daftar/", typed(office, website="https://contoh.example")).status_code
    answers = [client.post("/daftar/", typed(office)).status_code for _try in range(11)]

    assert robot == 429
    assert answers == [302] * 10 + [429]
    assert Signup.objects.count() == 10


def test_old_signups_are_forgotten(registrar: Appointment) -> None:
    decided, waiting = wish(office_of(registrar)), wish(office_of(registrar), email="budi@dinkes.go.id")
    refuse(decided, reason="Bukan pegawai", by=hat(registrar), at=NOW)

    assert forget_signups(at=NOW + timedelta(days=29)) == 0
    assert forget_signups(at=NOW + timedelta(days=31)) == 1
    assert list(Signup.objects.all()) == [waiting]
    assert forget_signups(at=NOW + timedelta(days=91)) == 1


def test_the_known_agency_is_offered_and_a_taken_name_gets_a_number(client: Client, registrar: Appointment) -> None:
    office = office_of(registrar)
    agency = Agency.objects.create(office=office, code="dinkes", name="Dinas Kesehatan")
    make_agency(make_office())
    User.objects.create_user("rina", PASSWORD, name="Rina lain")
    asked = wish(office, agency_name="dinas kesehatan")
    client.force_login(registrar.user)

    page = client.get(asked.get_absolute_url())
    user = approve(asked, agency=agency, title="Staf", role=Role.AGENCY_HEAD, by=hat(registrar), at=NOW)

    field = page.context["approval"]["agency"]
    assert (field.value(), [value for value, _label in field.field.choices]) == (agency.pk, [0, agency.pk])
    assert user.username == "rina2"
    assert default_hat(user, at=NOW).role == Role.AGENCY_HEAD
    assert Agency.objects.filter(office=office).count() == 1


def test_two_approvals_of_one_name_or_address_at_the_same_moment(committed_world: None) -> None:
    office, other = Office.objects.get(code="kalbar"), Office.objects.get(code="kaltara")
    asked = [
        wish(office, email="sama@satu.go.id"),
        wish(other, email="sama@dua.go.id"),
        wish(office, email="kembar@dinkes.go.id"),
        wish(other, email="Kembar@dinkes.go.id"),
    ]

    ended = race([(_approve_when_told, (signup.pk,)) for signup in asked])

    assert sorted(ended[:2]) == ["sama", "sama2"]
    assert sorted(said.split()[0] for said in ended[2:]) == ["Pos-el", "kembar"]
    assert User.objects.filter(email__iexact="kembar@dinkes.go.id").count() == 1


def _approve_when_told(pk: int) -> Callable[[], str]:
    signup = Signup.objects.select_related("office").get(pk=pk)
    by = default_hat(User.objects.get(username=f"tu.{signup.office.code}"), at=NOW)

    def deed() -> str:
        try:
            return approve(signup, agency=None, title="Staf", role=Role.APPLICANT, by=by, at=NOW).username
        except AccountsError as refusal:
            return refusal.sentence

    return deed


def test_the_desk_sees_whether_the_address_was_confirmed(client: Client, registrar: Appointment) -> None:
    asked = wish(office_of(registrar))
    desk = Client()
    desk.force_login(registrar.user)
    job = ProcrastinateJob.objects.get(task_name="signups.mail_confirmation")
    mail_confirmation(**job.args)
    (letter,) = mail.outbox
    link = urlsplit(next(line for line in letter.body.splitlines() if "/daftar/pos-el/" in line)).path
    before = desk.get(asked.get_absolute_url()).content.decode()

    opened = client.get(link)
    asked.refresh_from_db()
    looked_at = asked.email_confirmed_at
    answer = client.post(link)
    after = desk.get(asked.get_absolute_url()).content.decode()
    mail_confirmation(**job.args)

    assert letter.to == ["Rina@dinkes.go.id"]
    assert PASSWORD not in letter.body
    assert (
        "no-referrer" not in opened.content.decode()
    )  # browsers then hide where the form comes from, and it is refused
    assert (opened.status_code, looked_at, answer.headers["Location"]) == (200, None, f"/daftar/{asked.code}/")
    assert "belum dikonfirmasi" in before
    assert "telepon instansinya dulu" in before
    assert "belum dikonfirmasi" not in after
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("wrong", ["abc", "abc:def:ghi"])
def test_a_link_that_we_did_not_write_confirms_nothing(client: Client, registrar: Appointment, wrong: str) -> None:
    asked = wish(office_of(registrar))
    forged = signing.dumps([asked.pk, asked.email], salt="another")

    answers = [client.post(f"/daftar/pos-el/{token}/") for token in (wrong, forged)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "tidak berlaku lagi" in answers[0].content.decode()
    asked.refresh_from_db()
    assert asked.email_confirmed_at is None
