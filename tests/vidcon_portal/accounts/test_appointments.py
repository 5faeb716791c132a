"""Naming acting officials and delegates, and ending their terms."""

from datetime import timedelta

import pytest

from tests.vidcon_portal.accounts.people import (
    NOW,
    TODAY,
    make_agency,
    make_office,
    make_position,
    make_user,
    seat,
    wear,
)
from vidcon_portal.accounts import queries, services
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.choices import AppointmentKind, Role
from vidcon_portal.accounts.errors import AccountsError, NotAllowed
from vidcon_portal.accounts.models import Appointment, Delegation, Office, Position

pytestmark = pytest.mark.django_db

WEEK = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=6)}


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def admin(office: Office) -> Actor:
    return wear(seat(make_position(office, Role.OFFICE_ADMIN)))


@pytest.fixture
def head(office: Office) -> Position:
    return make_position(office, Role.OFFICE_HEAD)


def test_appoint_by_office_admin(head: Position, admin: Actor) -> None:
    appointment = services.appoint(head, make_user(), starts_on=TODAY, by=admin)

    assert queries.holders(head, on=TODAY) == [appointment]
    recorded = appointment.history.get()
    assert (recorded.history_user, recorded.history_change_reason) == (admin.user, f"appointed: {admin.title}")


def test_appoint_second_definitive_is_refused_with_sentence(head: Position, admin: Actor) -> None:
    first = seat(head)

    with pytest.raises(AccountsError, match="sudah dipegang pejabat definitif lain pada masa itu"):
        services.appoint(head, make_user(), starts_on=TODAY, by=admin)

    assert list(Appointment.objects.filter(position=head)) == [first]


def test_appoint_backwards_period_is_refused(head: Position, admin: Actor) -> None:
    with pytest.raises(AccountsError, match="Tanggal selesai"):
        services.appoint(head, make_user(), starts_on=TODAY, ends_on=TODAY - timedelta(days=1), by=admin)


@pytest.mark.parametrize("who", ["another office's admin", "the head", "superuser", "admin by delegation"])
def test_appoint_by_others_is_refused(who: str, office: Office, head: Position, admin: Actor) -> None:
    assert admin.appointment is not None
    secretary = seat(make_position(office, Role.SECRETARY))
    by = {
        "another office's admin": wear(seat(make_position(make_office(), Role.OFFICE_ADMIN))),
        "the head": wear(seat(make_position(office, Role.OFFICE_HEAD))),
        "superuser": Actor(user=make_user(is_superuser=True)),
        "admin by delegation": Actor(secretary.user, secretary, on_behalf_of=admin.appointment.position),
    }[who]

    with pytest.raises(NotAllowed, match="admin kantor"):
        services.appoint(head, make_user(), starts_on=TODAY, by=by)

    assert not Appointment.objects.filter(position=head).exists()


def test_appoint_acting_takes_inbox_and_second_is_refused(head: Position, admin: Actor) -> None:
    seat(head)
    acting = services.appoint_acting(head, make_user(), kind=AppointmentKind.DAILY_ACTING, by=admin, **WEEK)

    with pytest.raises(AccountsError, match=r"sudah memiliki Plt\. atau Plh\."):
        services.appoint_acting(head, make_user(), kind=AppointmentKind.ACTING, by=admin, **WEEK)

    assert queries.holders(head, on=TODAY) == [acting]


def test_appoint_acting_holder_himself_is_refused(head: Position, admin: Actor) -> None:
    holder = seat(head)

    with pytest.raises(AccountsError, match="sudah memegang jabatan ini secara definitif"):
        services.appoint_acting(head, holder.user, kind=AppointmentKind.ACTING, by=admin, **WEEK)


@pytest.mark.parametrize("who", ["holder", "acting", "admin"])
def test_end_acting_gives_inbox_back(who: str, head: Position, admin: Actor) -> None:
    holder = seat(head)
    acting = seat(head, kind=AppointmentKind.DAILY_ACTING, **WEEK)
    by = {"holder": wear(holder), "acting": wear(acting), "admin": admin}[who]

    ended = services.end_acting(acting, by=by, at=NOW)

    assert ended.ended_at == NOW
    assert queries.holders(head, on=TODAY) == [holder]
    services.appoint_acting(head, make_user(), kind=AppointmentKind.ACTING, by=admin, **WEEK)


@pytest.mark.parametrize("who", ["colleague", "another office's admin"])
def test_end_acting_by_others_is_refused(who: str, office: Office, head: Position) -> None:
    seat(head)
    acting = seat(head, kind=AppointmentKind.DAILY_ACTING, **WEEK)
    by = {
        "colleague": wear(seat(make_position(office, Role.SECRETARY))),
        "another office's admin": wear(seat(make_position(make_office(), Role.OFFICE_ADMIN))),
    }[who]

    with pytest.raises(NotAllowed):
        services.end_acting(acting, by=by, at=NOW)

    assert queries.holders(head, on=TODAY) == [acting]


def test_end_acting_twice_says_when(head: Position) -> None:
    holder = seat(head)
    acting = seat(head, kind=AppointmentKind.DAILY_ACTING, **WEEK)
    services.end_acting(acting, by=wear(holder), at=NOW)

    with pytest.raises(AccountsError, match=r"sudah diakhiri pukul 10\.00 WITA"):
        services.end_acting(acting, by=wear(holder), at=NOW + timedelta(minutes=1))


def test_end_acting_definitive_is_refused(head: Position, admin: Actor) -> None:
    with pytest.raises(AccountsError, match="definitif"):
        services.end_acting(seat(head), by=admin, at=NOW)


def test_delegate_and_end(office: Office, head: Position) -> None:
    holder = seat(head)
    secretary = seat(make_position(office, Role.SECRETARY))

    between = make_position(office, Role.DIVISION_HEAD)
    delegation = services.delegate(head, secretary, scope=["dispose"], by=wear(holder), through=between, **WEEK)
    worn = queries.hats(secretary.user, at=NOW)
    services.end_delegation(delegation, by=wear(secretary), at=NOW)

    assert [(actor.scope, actor.through) for actor in worn] == [((), None), (("dispose",), between)]
    assert [actor.scope for actor in queries.hats(secretary.user, at=NOW)] == [()]
    with pytest.raises(AccountsError, match=r"sudah dicabut pukul 10\.00 WITA"):
        services.end_delegation(delegation, by=wear(holder), at=NOW)


@pytest.mark.parametrize(
    "case",
    ["not the holder", "lent on", "another office", "to himself", "agency of the office", "not yet", "through itself"],
)
def test_delegate_refused(case: str, office: Office, head: Position) -> None:
    holder = seat(head)
    secretary = seat(make_position(office, Role.SECRETARY))
    by, receiver = wear(holder), secretary
    if case == "not the holder":
        by = wear(seat(make_position(office, Role.STAFF)))
    elif case == "lent on":
        by = Actor(secretary.user, secretary, on_behalf_of=head)
        receiver = seat(make_position(office, Role.STAFF))
    elif case == "another office":
        receiver = seat(make_position(make_office(), Role.OFFICE_HEAD))
    elif case == "to himself":
        receiver = seat(make_position(office, Role.SECRETARY), holder.user)
    elif case == "agency of the office":
        receiver = seat(make_position(role=Role.AGENCY_HEAD, agency=make_agency(office)))
    elif case == "not yet":
        receiver = seat(make_position(office), starts_on=TODAY + timedelta(days=1))
    through = head if case == "through itself" else None

    with pytest.raises(AccountsError):
        services.delegate(head, receiver, by=by, through=through, **WEEK)

    assert not Delegation.objects.exists()


def test_setup_office_creates_what_a_real_office_needs() -> None:
    office = services.setup_office(
        code="banjarbaru",
        name="Dinas Komunikasi dan Informatika",
        short_name="Diskominfo Banjarbaru",
        government="Pemerintah Kota Banjarbaru",
        region="Kota Banjarbaru",
        city="Banjarbaru",
        timezone="Asia/Makassar",
        head=services.Person("kadis", "Dr. Siti Aminah, S.Kom., M.T.", "rahasia-sekali", title="Kepala Dinas Kominfo"),
        admin=services.Person("adminbjb", "Budi Santoso", "rahasia-sekali"),
        starts_on=TODAY,
        by=SYSTEM,
    )

    positions = {position.role: position for position in office.positions.select_related("superior")}
    assert set(positions) == {"office_head", "secretary", "registrar", "office_admin"}
    assert positions["registrar"].superior == positions["secretary"]
    assert positions["office_head"].title == "Kepala Dinas Kominfo"
    assert queries.responsible_for(positions["registrar"], on=TODAY).position == positions["office_head"]
    head = queries.holders(positions["office_head"], on=TODAY)[0].user
    assert head.check_password("rahasia-sekali")
    assert not head.is_superuser
    added = services.add_missing_positions(office, ["staff", "coordinator", "office_head", "applicant"])
    assert [(each.role, each.superior) for each in added] == [
        ("coordinator", positions["office_head"]),
        ("staff", added[0]),
    ]


def test_setup_office_taken_code_or_username_writes_nothing(admin: Actor) -> None:
    taken = make_office("ada")
    details = {
        "name": "Dinas",
        "short_name": "Dinas",
        "government": "Pemkot",
        "region": "Kota",
        "city": "Kota",
        "timezone": "Asia/Makassar",
        "head": None,
        "starts_on": TODAY,
    }
    assert admin.user is not None

    with pytest.raises(AccountsError, match="Kode ada sudah dipakai"):
        services.setup_office(code=taken.code, admin=services.Person("baru", "Baru"), by=SYSTEM, **details)
    with pytest.raises(AccountsError, match="Nama pengguna"):
        services.setup_office(code="lain", admin=services.Person(admin.user.username, "Baru"), by=SYSTEM, **details)
    with pytest.raises(NotAllowed):
        services.setup_office(code="lain", admin=services.Person("baru", "Baru"), by=admin, **details)

    assert not Office.objects.filter(code="lain").exists()
