"""Numbers of papers: worded by pattern, without gaps, by the office's own year."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from tests.vidcon_portal.documents.conftest import make_office
from tests.vidcon_portal.documents.samples import PAPERS
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.choices import RegisterKind, Security
from vidcon_portal.documents.errors import BadPatternError
from vidcon_portal.documents.models import Document, Register
from vidcon_portal.documents.patterns import format_number
from vidcon_portal.documents.services.issuing import draft_document, sign_document
from vidcon_portal.documents.services.numbering import take_number

RACERS = 8
TAKES = 12


def draft_for(office: Office, name: str, *, by: Actor, at: datetime) -> Document:
    return draft_document(PAPERS[name], office=office, owner_kind="case", owner_id=f"{office.code}:1", by=by, at=at)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{klasifikasi}/{nomor:03}/{unit}/{tahun}", "000.1.4/007/DISKOMINFO/2026"),
        ("{nomor}/{bulan_romawi}/{tahun}", "7/VIII/2026"),
        ("{keamanan}-{nomor}/{unit}/{bulan}/{tahun}", "R-7/DISKOMINFO/08/2026"),
        ("{nomor:5}/{jenis}", "00007/SK"),
    ],
)
def test_format_number_fills_every_token(pattern: str, expected: str) -> None:
    text = format_number(
        pattern,
        serial=7,
        on=date(2026, 8, 17),
        unit="DISKOMINFO",
        classification="000.1.4",
        security=Security.SECRET,
    )

    assert text == expected


@pytest.mark.parametrize("pattern", ["{tahun}", "{nomor}/{rahasia}", "{nomor", "{nomor}/{0.__class__}"])
def test_format_number_refuses_what_it_cannot_fill(pattern: str) -> None:
    with pytest.raises(BadPatternError):
        format_number(pattern, serial=1, on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("kind", "pattern", "field"),
    [(RegisterKind.MEMO, "{nomor}/{tahun}", "pattern"), (RegisterKind.TICKET, "{nomor}/{unit}", "unit")],
)
def test_register_of_a_unit_never_numbers_like_the_offices(office: Office, kind: str, pattern: str, field: str) -> None:
    register = Register(office=office, kind=kind, unit="APTIKA", year=2026, pattern=pattern)

    with pytest.raises(ValidationError) as refused:
        register.full_clean()

    assert list(refused.value.message_dict) == [field]
    Register(office=office, kind=RegisterKind.MEMO, unit="APTIKA", year=2026, pattern="{nomor}/{unit}").full_clean()


def test_register_refuses_a_pattern_without_number(office: Office) -> None:
    register = Register(office=office, kind=RegisterKind.OUTGOING, year=2026, pattern="{unit}/{tahun}")

    with pytest.raises(ValidationError):
        register.full_clean()


def test_take_number_counts_by_office_kind_and_unit(office: Office, at: datetime) -> None:
    other = make_office("lain")

    taken = [
        take_number(office, RegisterKind.OUTGOING, at=at).text,
        take_number(office, RegisterKind.OUTGOING, at=at).text,
        take_number(office, RegisterKind.REPORT, at=at).text,
        take_number(office, RegisterKind.OUTGOING, at=at, unit="APTIKA").text,
        take_number(other, RegisterKind.OUTGOING, at=at).text,
    ]

    assert taken == [
        "000.1.4/001/DISKOMINFO/2026",
        "000.1.4/002/DISKOMINFO/2026",
        "000.1.4/001/LAP-DISKOMINFO/2026",
        "000.1.4/001/APTIKA/2026",
        "000.1.4/001/DISKOMINFO/2026",
    ]


def test_take_number_begins_the_year_by_the_offices_clock(office: Office) -> None:
    west = make_office("barat", timezone="Asia/Pontianak")
    new_year_in_makassar = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)

    assert take_number(office, RegisterKind.OUTGOING, at=new_year_in_makassar).year == 2027
    assert take_number(west, RegisterKind.OUTGOING, at=new_year_in_makassar).year == 2026


def test_take_number_takes_over_the_pattern_of_the_year_before(office: Office, at: datetime) -> None:
    Register.objects.create(
        office=office, kind=RegisterKind.OUTGOING, year=2025, pattern="555/{nomor}/{tahun}", last_number=98
    )

    assert take_number(office, RegisterKind.OUTGOING, at=at).text == "555/1/2026"


def test_take_number_gives_the_number_back_on_rollback(office: Office, at: datetime) -> None:
    take_number(office, RegisterKind.OUTGOING, at=at)
    with suppress(ZeroDivisionError), transaction.atomic():
        take_number(office, RegisterKind.OUTGOING, at=at)
        raise ZeroDivisionError

    assert take_number(office, RegisterKind.OUTGOING, at=at).serial == 2


def test_papers_of_a_unit_are_numbered_in_its_own_book(office: Office, head: Actor, staff: Actor, at: datetime) -> None:
    Register.objects.create(
        office=office,
        kind=RegisterKind.MEMO,
        unit="APTIKA",
        year=2025,
        pattern="{klasifikasi}/{nomor:03}/{unit}/{bulan_romawi}/{tahun}",
        classification="555",
        last_number=7,
    )
    assert staff.position is not None
    staff.position.number_unit = "APTIKA"
    by_delegation = replace(staff, on_behalf_of=head.position)

    signed = [
        sign_document(draft_for(office, name, by=staff, at=at), by=by, at=at, number=number)
        for name, by, number in [
            ("memo", staff, ""),
            ("memo", head, ""),
            ("memo", by_delegation, ""),
            ("memo", staff, "1.a/APTIKA"),
            ("memo", staff, ""),
            ("report", staff, ""),
        ]
    ]

    assert [(each.number, each.register and each.register.unit) for each in signed] == [
        ("555/001/APTIKA/XI/2026", "APTIKA"),
        ("000.1.4/001/ND-DISKOMINFO/2026", ""),
        ("000.1.4/002/ND-DISKOMINFO/2026", ""),
        ("1.a/APTIKA", "APTIKA"),
        ("555/002/APTIKA/XI/2026", "APTIKA"),
        ("000.1.4/001/LAP-DISKOMINFO/2026", ""),
    ]


def test_number_of_a_unit_that_is_given_up_leaves_no_gap(office: Office, staff: Actor, at: datetime) -> None:
    Register.objects.create(office=office, kind=RegisterKind.MEMO, unit="APTIKA", year=2026, pattern="{nomor}/{unit}")
    assert staff.position is not None
    staff.position.number_unit = "APTIKA"
    with suppress(ZeroDivisionError), transaction.atomic():
        sign_document(draft_for(office, "memo", by=staff, at=at), by=staff, at=at)
        raise ZeroDivisionError

    assert sign_document(draft_for(office, "memo", by=staff, at=at), by=staff, at=at).number == "1/APTIKA"


@pytest.mark.django_db(transaction=True)
def test_take_number_raced_leaves_no_gap_and_no_double(at: datetime) -> None:
    office = make_office("ramai")
    taken: list[int] = []
    failures: list[BaseException] = []
    start = threading.Barrier(RACERS)

    def race(racer: int) -> None:
        try:
            start.wait(timeout=20)
            for turn in range(TAKES):
                if (racer + turn) % 5 == 0:
                    with suppress(ZeroDivisionError), transaction.atomic():
                        take_number(office, RegisterKind.OUTGOING, at=at)
                        raise ZeroDivisionError
                with transaction.atomic():
                    taken.append(take_number(office, RegisterKind.OUTGOING, at=at).serial)
        except BaseException as error:  # noqa: BLE001  # the main thread reports it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(racer,)) for racer in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert sorted(taken) == list(range(1, RACERS * TAKES + 1))
    assert Register.objects.get(office=office).last_number == RACERS * TAKES


@pytest.mark.parametrize(("unit", "warned"), [("APTIKA", True), ("HUMAS", False), ("", False)])
def test_admin_warns_of_a_unit_without_a_book(
    unit: str, warned: bool, client: Client, office: Office, head: Actor
) -> None:
    Register.objects.create(office=office, kind=RegisterKind.MEMO, unit="HUMAS", year=2026, pattern="{nomor}/{unit}")
    User.objects.filter(pk=head.user.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=head.user.pk))
    assert head.appointment is not None
    position = head.appointment.position

    response = client.post(
        f"/admin/accounts/position/{position.pk}/change/",
        {"office": office.pk, "title": position.title, "role": position.role, "order": 0, "number_unit": unit},
        follow=True,
    )

    position.refresh_from_db()
    assert position.number_unit == unit
    assert [str(each).startswith(f"Unit {unit} belum punya") for each in response.context["messages"]][:-1] == [
        True
    ] * warned
