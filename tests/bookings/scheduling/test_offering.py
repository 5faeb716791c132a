"""What is proposed can be offered: alternatives and offers see the same calendar, the case's own trial included."""

import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.choices import Purpose, ResourceKind
from bookings.models import Option, StepRun
from bookings.scheduling import services
from bookings.scheduling.availability import find_alternatives
from bookings.scheduling.spans import Span

from .world import NOW, clock, live, make_booking, make_house, make_resource, need, occupy

NEEDS = (ResourceKind.ACCOUNT, ResourceKind.PERSON, ResourceKind.ROOM)


def offer_of(booking, found):
    run = StepRun.objects.create(booking=booking, kind="choose_alternative", roles=["applicant"], opened_at=NOW)
    return [
        Option.objects.create(
            step_run=run,
            number=number,
            sessions=[
                {"session": pk, "starts_at": span.start.isoformat(), "ends_at": span.end.isoformat()}
                for pk, span in zip(each.session_ids, each.sessions, strict=True)
            ],
        )
        for number, each in enumerate(found, start=1)
    ]


def house_of(units):
    office = make_house(setup=30, teardown=30)
    return office, [make_resource(office, kind) for kind in NEEDS for _unit in range(units)]


@pytest.mark.django_db
def test_the_cases_own_trial_is_neither_proposed_nor_in_the_way():
    office, _units = house_of(1)
    booking = make_booking(office, [need(kind=kind) for kind in NEEDS])
    services.hold_booking(booking, at=NOW)
    services.hold_trial(booking, clock(13), clock(14), at=NOW)

    found = find_alternatives(booking, at=NOW, count=5)
    services.hold_options(booking, offer_of(booking, found[:3]), until=clock(8), at=NOW)

    assert [each.label for each in found if each.sessions[0].overlaps(Span(clock(13), clock(14)))] == []
    assert live(booking, Purpose.OPTION) != []


def test_whatever_is_proposed_can_be_offered(db):
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(
        units=st.integers(1, 2),
        strangers=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(16, 34)), max_size=10),
        trial=st.none() | st.integers(16, 32),
        away=st.booleans(),
    )
    def proposed(units, strangers, trial, away):
        point = transaction.savepoint()
        office, resources = house_of(units)
        taken = set()
        for which, day, half in strangers:
            slot = (resources[which % len(resources)], day, half // 2)
            if slot not in taken:
                taken.add(slot)
                occupy(slot[0], clock(slot[2], day), clock(slot[2] + 1, day))
        booking = make_booking(office, [need(kind=kind) for kind in NEEDS], mode="operator" if away else "host")
        services.hold_booking(booking, at=NOW)
        if trial is not None:
            services.hold_trial(booking, clock(trial / 2), clock(trial / 2 + 1), at=NOW)

        found = find_alternatives(booking, at=NOW)
        if found:
            services.hold_options(booking, offer_of(booking, found), until=clock(8), at=NOW)  # no Clash

        rows = sorted(live(booking, *Purpose))
        assert all(one[3] <= other[2] for one, other in itertools.pairwise(rows) if one[:2] == other[:2])
        transaction.savepoint_rollback(point)

    proposed()
