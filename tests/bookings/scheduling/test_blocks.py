"""Maintenance and leave: written like any other occupation, never over an event, and by whom it may be."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.choices import Purpose, ResourceKind, Secrecy
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Block, Booking, Resource
from bookings.models.resource import LIVE_STATES
from bookings.scheduling import services
from bookings.scheduling.block_lines import say_block
from bookings.scheduling.blocks import weekly
from bookings.scheduling.permissions import may_block
from bookings.scheduling.spans import Span
from tests.bookings.scheduling.world import (
    DAY,
    NOW,
    clock,
    hold_of,
    live,
    make_booking,
    make_house,
    make_resource,
    need,
)
from tests.vidcon_portal.accounts.people import make_agency, make_position, make_user, seat, wear
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Appointment, Office
from vidcon_portal.notifications.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bookings.scheduling.addresses")]

PERSON, ACCOUNT, ROOM = ResourceKind.PERSON, ResourceKind.ACCOUNT, ResourceKind.ROOM
LEAVE, MAINTENANCE = "/jadwal/cuti/", "/jadwal/perawatan/"


@pytest.fixture
def office() -> Office:
    return make_house()


@pytest.fixture
def operator(office: Office) -> Appointment:
    return seat(make_position(office, Role.OPERATOR), make_user("Rahmat"))


@pytest.fixture
def rahmat(office: Office, operator: Appointment) -> Resource:
    return make_resource(office, PERSON, "Rahmat", user=operator.user)


def block(resource: Resource, start: float, end: float, *, around: bool = False, day: int = 0) -> Block:
    span = Span(clock(start, day), clock(end, day))
    return services.block_resource(resource, [span], by=SYSTEM, at=NOW, around=around)[0]


def taken(row: Block) -> list[tuple[int, object, object]]:
    rows = row.allocations.filter(state__in=LIVE_STATES).order_by("lane", "during")
    return [(each.lane, each.during.lower, each.during.upper) for each in rows]


def confirmed(office: Office, resource: Resource, start: float = 9, end: float = 11, **fields: object) -> Booking:
    booking = make_booking(office, [need(kind=resource.kind)], (clock(start), clock(end)), **fields)
    services.confirm_booking(booking, at=NOW)
    return booking


def test_a_block_takes_every_lane_and_gives_them_back(office: Office) -> None:
    zoom = make_resource(office, ACCOUNT, lanes=2)

    made = block(zoom, 9, 11)

    assert taken(made) == [(1, clock(9), clock(11)), (2, clock(9), clock(11))]
    assert set(made.allocations.values_list("purpose", flat=True)) == {"maintenance"}
    services.end_block(made, by=SYSTEM, at=NOW)
    assert taken(made) == []
    with pytest.raises(Incomplete, match="sudah dibatalkan"):
        services.end_block(made, by=SYSTEM, at=NOW)


def test_an_event_never_gives_way(office: Office, rahmat: Resource) -> None:
    booking = confirmed(office, rahmat)

    with pytest.raises(Clash, match=str(booking.ticket)):
        block(rahmat, 8, 16)

    assert live(booking) == [(rahmat.pk, 1, clock(9), clock(11))]
    assert Block.objects.count() == 0


def test_around_takes_what_is_free_and_later_the_rest_before_anybody_else(office: Office, rahmat: Resource) -> None:
    booking = confirmed(office, rahmat)
    make_resource(office, PERSON, "Sari")

    leave = block(rahmat, 8, 16, around=True)

    assert taken(leave) == [(1, clock(8), clock(9)), (1, clock(11), clock(16))]
    sari = Resource.objects.get(name="Sari")
    waiting = make_booking(office, [need(rahmat)], (clock(9), clock(11)))
    services.hold_booking(waiting, at=NOW)
    services.adjust_allocation(booking.allocations.get(state="confirmed"), sari, at=NOW)
    assert taken(leave) == [(1, clock(8), clock(9)), (1, clock(9), clock(11)), (1, clock(11), clock(16))]
    assert live(booking) == [(sari.pk, 1, clock(9), clock(11))]
    assert (hold_of(waiting), live(waiting)) == ("waiting", [])


def test_a_substitute_is_asked_for_at_once(office: Office, operator: Appointment, rahmat: Resource) -> None:
    coordinator = seat(make_position(office, Role.COORDINATOR), make_user("Dewi"))
    booking = confirmed(office, rahmat)
    secret = confirmed(office, rahmat, 13, 14, secrecy=Secrecy.SECRET)

    span = Span(clock(8), clock(16))
    services.block_resource(rahmat, [span], by=wear(operator), at=NOW, around=True, note="Demam")

    (told,) = Delivery.objects.filter(recipient=coordinator.user, channel="in_app")
    assert told.subject == f"{booking.ticket}: Rahmat tidak tersedia"
    assert "Demam" not in told.body
    assert str(secret.ticket) not in told.body


def test_ending_early_keeps_what_was_used_and_hands_on_the_rest(office: Office) -> None:
    room = make_resource(office)
    made = block(room, 8, 16)
    waiting = make_booking(office, [need(room)], (clock(13), clock(14)))
    services.hold_booking(waiting, at=NOW)

    gained = services.end_block(made, by=SYSTEM, at=clock(10))

    made.refresh_from_db()
    assert gained == [waiting]
    assert taken(made) == [(1, clock(8), clock(10))]
    assert (made.ends_at, made.ended_at) == (clock(10), clock(10))


def test_what_is_over_stands_in_nobodys_way(office: Office, rahmat: Resource) -> None:
    booking = confirmed(office, rahmat, 8, 10)

    (leave,) = services.block_resource(rahmat, [Span(clock(0), clock(24))], by=SYSTEM, at=clock(10.5))

    assert taken(leave) == [(1, clock(0), clock(8)), (1, clock(10), clock(24))]
    assert live(booking) == [(rahmat.pk, 1, clock(8), clock(10))]


def test_a_series_ends_from_one_date_on_or_loses_one(office: Office) -> None:
    room = make_resource(office)
    spans = weekly(Span(clock(14), clock(16)), DAY.date() + timedelta(days=28), office.tz)
    made = services.block_resource(room, spans, by=SYSTEM, at=NOW)
    assert [each.starts_at for each in made] == [clock(14, day=7 * week) for week in range(5)]

    services.end_block(made[1], by=SYSTEM, at=NOW)
    services.end_block(made[3], by=SYSTEM, at=NOW, following=True)

    assert [bool(taken(each)) for each in made] == [True, False, True, False, False]


def test_a_series_is_written_whole_or_not_at_all(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)], (clock(15, day=7), clock(17, day=7)))
    services.hold_booking(booking, at=NOW)
    spans = weekly(Span(clock(14), clock(16)), DAY.date() + timedelta(days=14), office.tz)

    with pytest.raises(Clash):
        services.block_resource(room, spans, by=SYSTEM, at=NOW)

    assert Allocation.objects.filter(purpose=Purpose.MAINTENANCE).count() == 0


def test_weeks_keep_the_wall_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")  # its clock goes back on 25 October 2026
    start = Span(*(DAY.replace(month=10, day=23, hour=hour) for hour in (12, 14)))

    found = weekly(start, date(2026, 10, 30), berlin)

    assert [span.start.astimezone(berlin).hour for span in found] == [14, 14]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 24, "Senin, 9 November 2026, sepanjang hari"),
        (0, 72, "Senin, 9 November 2026 – Rabu, 11 November 2026"),
        (14, 16, "Senin, 9 November 2026 pukul 14.00–16.00 WITA"),
    ],
)
def test_blocks_are_said_as_people_say_them(office: Office, start: float, end: float, expected: str) -> None:
    assert say_block(Span(clock(start), clock(end)), office) == expected


def test_who_may_take_what_out_of_use(office: Office, rahmat: Resource, operator: Appointment) -> None:
    room, other = make_resource(office), make_resource(office, PERSON)
    people = {
        "himself": operator,
        "coordinator": seat(make_position(office, Role.COORDINATOR)),
        "auditor": seat(make_position(office, Role.AUDITOR)),
        "applicant": seat(make_position(agency=make_agency(office), role=Role.APPLICANT)),
        "elsewhere": seat(make_position(make_house(), Role.COORDINATOR)),
    }

    found = {who: [may_block(wear(each), what) for what in (rahmat, other, room)] for who, each in people.items()}

    assert found == {
        "himself": [True, False, True],
        "coordinator": [True, True, True],
        "auditor": [False, False, False],
        "applicant": [False, False, False],
        "elsewhere": [False, False, False],
    }


# --- Pages ------------------------------------------------------------------------------------------------------------


def post(client: Client, address: str, **data: object) -> object:
    with time_machine.travel(NOW, tick=False):
        return client.post(address, {"start_on": "2026-11-09", **data})


def test_an_officer_records_his_own_leave_and_no_one_elses(
    client: Client, office: Office, operator: Appointment, rahmat: Resource
) -> None:
    other = make_resource(office, PERSON, "Sari")
    client.force_login(operator.user)

    refused = post(client, LEAVE, resource=other.pk)
    accepted = post(client, LEAVE, resource=rahmat.pk, end_on="2026-11-10", note="Cuti tahunan")

    made = Block.objects.get()
    assert (refused.status_code, accepted.status_code) == (422, 302)  # type: ignore[attr-defined]
    assert (made.resource, made.purpose, made.made_by, made.note) == (rahmat, "leave", operator.user, "Cuti tahunan")
    assert (made.starts_at, made.ends_at) == (clock(0), clock(0, day=2))
    with time_machine.travel(NOW, tick=False):
        assert "Senin, 9 November 2026 – Selasa, 10 November 2026" in client.get(LEAVE).content.decode()


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"start_on": ""}, "start_on", "Isi tanggal mulai."),
        ({"start_on": "0001-01-01"}, "start_on", "Tahunnya tidak masuk akal"),
        ({"start_at": "10:00", "end_at": "09:00"}, "end_at", "Waktu selesai harus sesudah waktu mulai."),
        ({"end_on": "2026-11-08"}, "end_on", "Waktu selesai harus sesudah waktu mulai."),
        ({"end_on": "2028-11-09"}, "end_on", "Paling lama satu tahun"),
        ({"until": "2026-11-09"}, "until", "Pilih tanggal sesudah tanggal mulai"),
        ({"until": "2026-12-09", "end_on": "2026-11-20"}, "until", "tidak dapat diulang tiap pekan"),
        ({"start_on": "2026-10-01"}, "", "Waktu itu sudah lewat"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    client: Client, operator: Appointment, rahmat: Resource, data: dict[str, str], field: str, sentence: str
) -> None:
    client.force_login(operator.user)

    response = post(client, LEAVE, resource=rahmat.pk, **data)

    errors = response.context["form"].errors  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert sentence in str(errors[field or "__all__"])
    assert Block.objects.count() == 0


def test_ending_is_for_who_may_record(client: Client, office: Office, operator: Appointment, rahmat: Resource) -> None:
    own, others = block(rahmat, 8, 16), block(make_resource(office, PERSON), 8, 16)
    client.force_login(operator.user)

    codes = [post(client, f"/jadwal/tidak-tersedia/{each.pk}/akhiri/").status_code for each in (own, others)]  # type: ignore[attr-defined]

    assert codes == [302, 403]
    assert (taken(own), len(taken(others))) == ([], 1)


@pytest.mark.parametrize("blocks", [1, 30])
def test_the_page_costs_at_most_ten_statements(client: Client, office: Office, blocks: int) -> None:
    client.force_login(seat(make_position(office, Role.REGISTRAR)).user)
    for number in range(blocks):
        person = make_resource(office, PERSON, user=make_user())
        confirmed(office, person, 9, 11)
        block(person, 8, 12 + number / 10, around=True)

    with time_machine.travel(NOW, tick=False):
        client.get(MAINTENANCE)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(MAINTENANCE)

    assert response.status_code == 200
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]
