"""Any unit of a group: asked for in the form, decided under the lock."""

import pytest

from bookings.errors import Incomplete
from bookings.forms.booking import BookingForm
from bookings.models import Allocation, Resource
from bookings.requests import values_of
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.json_schema import field_schema

ANY_WEBCAM = "group:webcam"


def webcams_of(walk: Walk) -> list[str]:
    rows = Allocation.objects.filter(booking=walk.booking, purpose="event", resource__group="webcam")
    return list(rows.values_list("resource__code", flat=True))


def ask(*equipment: object) -> Walk:
    return Walk("kaltara", equipment=list(equipment)).submit()


@pytest.fixture
def field(world):
    office = Office.objects.get(code="kaltara")
    service = office.services.get()
    form = BookingForm(None, office=office, mode="host", procedure=service.procedure_on(MONDAY.date()), at=MONDAY)
    return form.fields["equipment"]


def test_any_of_a_group_takes_what_is_free_and_then_waits_by_its_name(world):
    first, second, third = ask(ANY_WEBCAM), ask(ANY_WEBCAM), ask(ANY_WEBCAM)

    assert sorted(webcams_of(first) + webcams_of(second)) == ["webcam-1", "webcam-2"]
    assert (webcams_of(third), third.booking.hold) == ([], "partial")
    assert third.booking.needs[-1]["label"] == "Webcam"


def test_a_unit_and_any_other_of_its_group_are_two(world):
    named = Resource.objects.get(office__code="kaltara", code="webcam-1")

    walk = ask(ANY_WEBCAM, named.pk)

    assert sorted(webcams_of(walk)) == ["webcam-1", "webcam-2"]
    assert values_of(walk.booking)["equipment"] == [ANY_WEBCAM, named.pk]


@pytest.mark.parametrize("value", ["group:", "group:kapal", "group:proyektor"])
def test_what_is_no_choice_of_several_is_refused_at_its_field(world, value):
    with pytest.raises(Incomplete) as refused:
        ask(value)

    assert list(refused.value.fields) == ["equipment"]


def test_the_page_and_the_api_offer_groups_of_several_first(field):
    choices = [(str(value), label) for value, label in field.choices]

    assert choices[0] == (ANY_WEBCAM, "Webcam, salah satu")
    assert [value for value, _label in choices if value.startswith("group:")] == [ANY_WEBCAM]
    schema = field_schema(field)["items"]
    assert (schema["enum"][0], schema["x-labels"][ANY_WEBCAM]) == (ANY_WEBCAM, "Webcam, salah satu")
    assert len(schema["enum"]) == len(choices)


def people_of(walk: Walk) -> list[list[str]]:
    rows = Allocation.objects.filter(booking=walk.booking, purpose="event", resource__kind="person")
    return sorted(rows.values_list("resource__skills", flat=True))


def test_two_operators_one_of_them_with_streaming(world):
    people = Resource.objects.filter(office__code="kaltara", kind="person", is_active=True)
    people.update(skills=[])
    skilled = people.order_by("pk").last()
    people.filter(pk=skilled.pk).update(skills=["streaming"])

    first = Walk("kaltara", operators=2, operator_skill="streaming").submit()
    second = Walk("kaltara", operators=1, operator_skill="streaming").submit()

    assert people_of(first) == [[], ["streaming"]]
    assert (people_of(second), second.booking.hold) == ([], "partial")
    assert [(need["quantity"], need["required"], need.get("skill")) for need in first.booking.needs[-2:]] == [
        (1, 1, "streaming"),
        (1, 1, None),
    ]
    assert {name: values_of(first.booking)[name] for name in ("operators", "operator_skill")} == {
        "operators": 2,
        "operator_skill": "streaming",
    }
    with pytest.raises(Incomplete) as refused:
        Walk("kaltara", operator_skill="juggling").submit()
    assert list(refused.value.fields) == ["operator_skill"]


def test_the_page_asks_for_skills_only_where_somebody_has_some(world, client):
    client.force_login(User.objects.get(username="pemohon.kaltara"))
    people = Resource.objects.filter(office__code="kaltara", kind="person")
    draft = Walk("kaltara").booking

    people.update(skills=[])
    without = client.get(draft.get_absolute_url()).content.decode()
    people.update(skills=["streaming"])
    offered = client.get(draft.get_absolute_url()).content.decode()

    assert 'name="operator_skill"' not in without
    assert '<option value="streaming">Streaming</option>' in offered
