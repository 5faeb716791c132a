"""Kept statements give what the queryset would give, whatever values follow."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from vidcon_portal.accounts.models import Office, Position
from vidcon_portal.kept import Given, is_one_of, kept


@kept
def _positions(role: str) -> QuerySet[Position]:
    return Position.objects.filter(office=Given("office"), role=role).select_related("office").order_by("pk")


@kept
def _offices() -> QuerySet[Office]:
    return Office.objects.filter(is_one_of("code", "codes")).order_by("code")


@kept
def _called(name: str, roles: tuple[str, ...]) -> QuerySet[Position]:
    return Position.objects.filter(title=name, role__in=roles, is_active=True, office=Given("office"))


@kept
def _nothing() -> QuerySet[Office]:
    return Office.objects.none()


def test_each_call_reads_its_own_values_in_one_statement(world):
    offices = Office.objects.filter(code__in=("kalbar", "tarakan")).order_by("code")

    with CaptureQueriesContext(connection) as statements:
        found = [[each.office for each in _positions("office_head").all(office=office.pk)] for office in offices]

    assert found == [[office] for office in offices]
    assert len(statements) == 3
    assert "accounts_position" in statements[2]["sql"]


def test_a_list_of_any_length_is_the_same_statement(world):
    assert [office.code for office in _offices().all(codes=["tarakan", "kalbar"])] == ["kalbar", "tarakan"]
    assert _offices().all(codes=[]) == []
    assert _offices() is _offices()


def test_rows_are_read_anew(world):
    before = _offices().first(codes=["kalbar"])
    Office.objects.filter(code="kalbar").update(short_name="Lain")

    after = _offices().first(codes=["kalbar"])

    assert before is not None
    assert before.short_name != "Lain"
    assert after is not None
    assert after.short_name == "Lain"


def test_what_can_never_match_asks_nothing(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert _nothing().all() == []


def test_a_value_that_was_not_told_is_an_error(world):
    with pytest.raises(KeyError, match="office"):
        _positions("office_head").all()


def test_what_never_changes_is_part_of_the_statement(world):
    """Whatever it holds; and PostgreSQL may keep its plan."""
    office = Office.objects.get(code="kalbar")
    names = ("Kepala 100 % %s", "O'Brien", "Kepala \\ 'x' %(office)s", "%%s")
    for name in names:
        Position.objects.create(office=office, title=name, role="office_head")

    for name in names:
        for _each in range(7):
            assert [each.title for each in _called(name, ("office_head", "staff")).all(office=office.pk)] == [name]
        assert _called(name, ("staff",)).all(office=office.pk) == []
        assert _called(name, ("office_head",)).count(office=office.pk) == 1

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_length(parameter_types, 1), generic_plans > 0 FROM pg_prepared_statements "
            "WHERE statement LIKE '%Brien%' AND statement LIKE '%staff%'"
        )
        assert cursor.fetchall() == [(1, True)]
