"""Whom a task reaches and which hats somebody may wear."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.vidcon_portal.accounts.people import NOW, TODAY, make_agency, make_office, make_position, make_user, seat
from vidcon_portal.accounts import queries
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind, Role
from vidcon_portal.accounts.errors import NotYourHat
from vidcon_portal.accounts.models import Delegation

pytestmark = pytest.mark.django_db

WEEK = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=6)}


def test_holders_definitive_holder_takes_inbox() -> None:
    position = make_position(make_office())
    holder = seat(position)

    assert queries.holders(position, on=TODAY) == [holder]
    assert queries.acting_holder(position, TODAY) is None


def test_holders_acting_official_overrides_definitive() -> None:
    position = make_position(make_office())
    holder = seat(position)
    acting = seat(position, kind=AppointmentKind.DAILY_ACTING, **WEEK)

    assert queries.holders(position, on=TODAY) == [acting]
    assert queries.acting_holder(position, TODAY) == acting
    assert queries.definitive_holder(position, TODAY) == holder
    assert queries.holders(position, on=TODAY - timedelta(days=1)) == [holder]
    assert queries.holders(position, on=TODAY + timedelta(days=7)) == [holder]


def test_holders_ended_acting_official_gives_inbox_back() -> None:
    position = make_position(make_office())
    holder = seat(position)
    seat(position, kind=AppointmentKind.ACTING, ended_at=NOW, **WEEK)

    assert queries.holders(position, on=TODAY) == [holder]


def test_holders_inactive_user_or_position_holds_nothing() -> None:
    office = make_office()
    left = make_position(office)
    seat(left, make_user(is_active=False))
    closed = make_position(office, is_active=False)
    seat(closed)

    assert queries.holders(left, on=TODAY) == []
    assert queries.holders(closed, on=TODAY) == []


def test_responsible_for_empty_position_escalates_visibly() -> None:
    office = make_office()
    head = make_position(office, Role.OFFICE_HEAD)
    division = make_position(office, Role.DIVISION_HEAD, head)
    coordinator = make_position(office, Role.COORDINATOR, division)
    holder = seat(head)

    found = queries.responsible_for(coordinator, on=TODAY)

    assert found == queries.Responsible((holder,), head, (coordinator, division))


def test_responsible_for_escalation_respects_acting_superior() -> None:
    office = make_office()
    head = make_position(office, Role.OFFICE_HEAD)
    secretary = make_position(office, Role.SECRETARY, head)
    seat(head)
    acting = seat(head, kind=AppointmentKind.ACTING, **WEEK)

    assert queries.responsible_for(secretary, on=TODAY) == queries.Responsible((acting,), head, (secretary,))


def test_responsible_for_circle_of_superiors_ends() -> None:
    office = make_office()
    first = make_position(office)
    second = make_position(office, superior=first)
    first.superior = second
    first.save()

    found = queries.responsible_for(first, on=TODAY)

    assert found == queries.Responsible((), first)
    assert found.is_vacant


def test_responsible_for_many_costs_at_most_three_queries(django_assert_num_queries) -> None:
    office = make_office()
    head = make_position(office, Role.OFFICE_HEAD)
    holder = seat(head)
    empty = [make_position(office, superior=head) for _each in range(5)]
    held = [make_position(office) for _each in range(5)]
    seats = {position.pk: seat(position) for position in held}

    with django_assert_num_queries(1):
        only_held = queries.responsible_for_many(held, TODAY)
    with django_assert_num_queries(3):
        mixed = queries.responsible_for_many([*empty, *held], TODAY)

    assert {pk: found.appointments for pk, found in only_held.items()} == {pk: (one,) for pk, one in seats.items()}
    assert [mixed[each.pk] for each in empty] == [queries.Responsible((holder,), head, (each,)) for each in empty]
    assert len(mixed) == 10


def test_positions_for_role_office_or_agency_never_both() -> None:
    office = make_office()
    other = make_office()
    agency = make_agency(office)
    second = make_position(office, Role.OPERATOR, order=2)
    first = make_position(office, Role.OPERATOR, order=1)
    make_position(office, Role.OPERATOR, is_active=False)
    make_position(other, Role.OPERATOR)
    applicant = make_position(role=Role.APPLICANT, agency=agency)

    assert queries.positions_for_role(Role.OPERATOR, office=office) == [first, second]
    assert queries.positions_for_role(Role.APPLICANT, agency=agency) == [applicant]
    assert queries.positions_for_role(Role.APPLICANT, office=office) == []
    with pytest.raises(ValueError):
        queries.positions_for_role(Role.OPERATOR)


def test_hats_two_positions_definitive_first() -> None:
    office = make_office()
    user = make_user()
    acting = seat(make_position(office, Role.OFFICE_HEAD), user, kind=AppointmentKind.ACTING, **WEEK)
    own = seat(make_position(office, Role.SECRETARY), user)

    worn = queries.hats(user, at=NOW)

    assert worn == [Actor(user, own), Actor(user, acting)]
    assert queries.default_hat(user, at=NOW) == worn[0]
    assert [actor.title for actor in worn] == [own.position.title, f"Plt. {acting.position.title}"]


def test_hats_delegation_received_acts_on_behalf() -> None:
    office = make_office()
    head = make_position(office, Role.OFFICE_HEAD)
    own = seat(make_position(office, Role.SECRETARY))
    delegation = Delegation.objects.create(position=head, delegate=own, scope=["dispose"], **WEEK)

    lent = queries.hats(own.user, at=NOW)[1]

    assert lent == Actor(own.user, own, on_behalf_of=head, scope=("dispose",), delegation=delegation)
    assert lent.role == Role.OFFICE_HEAD
    assert lent.title == f"a.n. {head.title}, {own.position.title}"
    assert queries.hat_key(lent) == f"d{delegation.pk}"
    assert queries.actor_for(own.user, f"d{delegation.pk}", at=NOW) == lent


@pytest.mark.parametrize("change", ["revoked", "over", "appointment ended"])
def test_hats_delegation_no_longer_active(change: str) -> None:
    office = make_office()
    own = seat(make_position(office, Role.SECRETARY))
    dates = {"starts_on": TODAY - timedelta(days=3), "ends_on": TODAY - timedelta(days=1)} if change == "over" else WEEK
    Delegation.objects.create(
        position=make_position(office), delegate=own, ended_at=NOW if change == "revoked" else None, **dates
    )
    if change == "appointment ended":
        own.ended_at = NOW
        own.save()

    assert [actor for actor in queries.hats(own.user, at=NOW) if actor.on_behalf_of] == []


@pytest.mark.parametrize(("timezone", "worn"), [("Asia/Jakarta", False), ("Asia/Jayapura", True)])
def test_hats_dates_count_at_the_office(timezone: str, worn: bool) -> None:
    appointment = seat(make_position(make_office(timezone=timezone)), starts_on=date(2026, 11, 24))
    at = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 22.30 WIB on the 23rd, 00.30 WIT on the 24th

    assert bool(queries.hats(appointment.user, at=at)) is worn


def test_hats_cost_two_queries(django_assert_num_queries) -> None:
    office = make_office()
    user = make_user()
    for _each in range(4):
        own = seat(make_position(office), user)
        Delegation.objects.create(position=make_position(office), delegate=own, **WEEK)

    with django_assert_num_queries(2):
        worn = queries.hats(user, at=NOW)
        assert {actor.office for actor in worn} == {office}
        assert len({actor.title for actor in worn}) == 8


def test_whoever_signed_in_is_read_with_his_hats(django_assert_num_queries) -> None:
    own = seat(make_position(make_office()), make_user())
    seat(make_position(make_office()), own.user)

    with django_assert_num_queries(1):
        user = queries.user_with_appointments(own.user_id, at=NOW)
        assert user == own.user
        assert len(queries.hats(user, at=NOW, appointments=user.read_appointments)) == 2


def test_a_user_without_an_office_and_nobody_are_told_apart() -> None:
    lonely = make_user()

    assert queries.user_with_appointments(lonely.pk, at=NOW) == lonely
    assert queries.user_with_appointments(lonely.pk + 1000, at=NOW) is None


def test_actor_for_without_key_takes_default_and_bare_user_has_none() -> None:
    own = seat(make_position(make_office()))
    superuser = make_user(is_superuser=True)

    assert queries.actor_for(own.user, None, at=NOW) == Actor(own.user, own)
    bare = queries.actor_for(superuser, "", at=NOW)
    assert bare == Actor(superuser)
    assert (bare.role, bare.office, queries.hat_key(bare)) == (None, None, "")


@pytest.mark.parametrize("key", ["someone else's", "expired", "d1", "nonsense", "0"])
def test_actor_for_foreign_hat_is_refused(key: str) -> None:
    own = seat(make_position(make_office()))
    other = seat(make_position(make_office()))
    expired = seat(make_position(make_office()), own.user, ends_on=TODAY - timedelta(days=1))
    asked = {"someone else's": str(other.pk), "expired": str(expired.pk)}.get(key, key)

    with pytest.raises(NotYourHat, match="Pilih peran lain di halaman Akun"):
        queries.actor_for(own.user, asked, at=NOW)


@pytest.mark.parametrize("kind", [AppointmentKind.DEFINITIVE, AppointmentKind.ACTING])
def test_constraint_one_holder_of_a_kind_at_a_time(kind: AppointmentKind) -> None:
    position = make_position(make_office())
    first = seat(position, kind=kind, ends_on=TODAY)

    with pytest.raises(IntegrityError, match="at_a_time"), transaction.atomic():
        seat(position, kind=kind, starts_on=TODAY)
    second = seat(position, kind=kind, starts_on=TODAY + timedelta(days=1))

    assert list(position.appointments.order_by("pk")) == [first, second]


def test_constraint_plt_and_plh_exclude_each_other() -> None:
    position = make_position(make_office())
    seat(position, kind=AppointmentKind.ACTING, **WEEK)

    with pytest.raises(IntegrityError, match="appointment_one_acting_at_a_time"):
        seat(position, kind=AppointmentKind.DAILY_ACTING, **WEEK)
