"""Role × action × step and role × address, for Tarakan's SOP: expectations are read off the SOP, not written by hand."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from bookings.models import BookingFile, Event
from bookings.services.cases import post_message
from bookings.workflow.kinds import kind_of
from bookings.workflow.legality import why_not
from bookings.workflow.moves import MOVES
from tests.conftest import MONDAY
from tests.walks.driver import Walk, upload
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES, DECIDING_ROLES, Role
from vidcon_portal.accounts.models import Appointment, Delegation, Position, User
from vidcon_portal.accounts.queries import default_hat, hats
from vidcon_portal.accounts.services.tokens import issue_token
from vidcon_portal.documents.services.files import attach_file

OFFICE = "tarakan"
INSIDE = ("tu", "kadis", "kabid", "subkor", "staf", "auditor")
STRANGERS = ("pemohon2.tarakan", "kadis.kalbar", "tu.kalbar", "auditor.kalbar", "pemohon.kalbar", "admin")
DAY = MONDAY.date()

HOLDER = "whoever holds the step"
MOVERS: dict[str, set[Any]] = {
    "return": {HOLDER},
    "offer": {HOLDER},
    "skip": {HOLDER},
    "reject": {HOLDER},
    "cancel_sessions": {*APPLICANT_ROLES, Role.OFFICE_HEAD},
    "cancel": {*APPLICANT_ROLES, Role.OFFICE_HEAD},
    "reschedule": {*APPLICANT_ROLES, Role.COORDINATOR},
    "recall": {Role.OFFICE_HEAD, Role.DIVISION_HEAD},
    "reassign": {Role.OFFICE_ADMIN, Role.OFFICE_HEAD, Role.DIVISION_HEAD, Role.COORDINATOR},
    "reopen": {Role.OFFICE_HEAD},
    "confirm_leader": {Role.PROTOCOL, Role.SECRETARY, Role.OFFICE_HEAD},
    "dispense": {Role.OFFICE_HEAD},
    "set_meeting": {
        Role.DIVISION_HEAD,
        Role.COORDINATOR,
        Role.STAFF,
        Role.TECHNICAL_TEAM,
        Role.NETWORK_TEAM,
        Role.OPERATOR,
    },
    "adjust": {Role.COORDINATOR, Role.TECHNICAL_TEAM},
    "displace": {Role.OFFICE_HEAD, Role.DIVISION_HEAD},
}
"""Who may ever take a universal move (DESIGN §3.2); whether it is possible now is another question."""


def former() -> Actor:
    """He headed the division until yesterday."""
    user = User.objects.create_user("mantan.tarakan", name="Mantan Kabid")
    position = Position.objects.get(office__code=OFFICE, role=Role.DIVISION_HEAD)
    Appointment.objects.create(
        user=user, position=position, kind="acting", starts_on=DAY - timedelta(days=90), ends_on=DAY - timedelta(days=1)
    )
    return default_hat(user, at=MONDAY)


def late_delegate() -> Actor:
    """An officer who reads no cases, and whom the head lent his powers until yesterday."""
    user = User.objects.create_user("pelimpahan.tarakan", name="Bekas Penerima")
    place = Position.objects.create(
        office=Position.objects.get(office__code=OFFICE, role=Role.OFFICE_HEAD).office,
        title="Petugas Pengaduan",
        role=Role.COMPLAINTS_OFFICER,
    )
    seat = Appointment.objects.create(user=user, position=place, starts_on=DAY)
    Delegation.objects.create(
        position=Position.objects.get(office__code=OFFICE, role=Role.OFFICE_HEAD),
        delegate=seat,
        starts_on=DAY - timedelta(days=9),
        ends_on=DAY - timedelta(days=1),
    )
    (only,) = hats(user, at=MONDAY)
    return only


@pytest.fixture
def cast(world: None) -> dict[str, Actor]:
    names = [*(f"{lane}.{OFFICE}" for lane in INSIDE), f"pemohon.{OFFICE}", *STRANGERS]
    people = {name: default_hat(User.objects.get(username=name), at=MONDAY) for name in names}
    return people | {"mantan.tarakan": former(), "pelimpahan.tarakan": late_delegate()}


def is_of_the_case(actor: Actor, walk: Walk) -> bool:
    position = actor.position
    return (position is not None and walk.office.pk == position.office_id) or (
        position is not None and position.agency_id == walk.booking.agency_id
    )


def holds(actor: Actor, walk: Walk) -> bool:
    run = walk.run
    return run is not None and is_of_the_case(actor, walk) and actor.role in run.roles


def expected(actor: Actor, walk: Walk, action: str) -> bool:
    """Whether the SOP and DESIGN give this action to this role here, its being possible aside."""
    if action not in MOVES:
        return holds(actor, walk)
    movers = MOVERS[action]
    if not is_of_the_case(actor, walk):
        return False
    if action == "reject" and actor.role not in DECIDING_ROLES:
        return False
    return actor.role in movers or (HOLDER in movers and holds(actor, walk))


def steps_of(walk: Walk) -> Iterator[str]:
    """Every state from submission to the end."""
    for _turn in range(30):
        yield walk.step
        run = walk.run
        if run is None:
            return
        walk.onward(run)


def test_each_action_belongs_to_its_role_at_each_step(cast):
    walk = Walk(OFFICE).submit()
    wrong, asked, allowed = [], 0, 0
    for step in steps_of(walk):
        run = walk.run
        actions = [spec.name for spec in kind_of(run.kind).actions] if run else []
        moves = [move.name for move in MOVES.values() if not move.is_internal]
        for name, actor in cast.items():
            for action in (*actions, *moves):
                asked += 1
                may = why_not(actor, walk.booking, action, walk.at) is None
                allowed += may
                if may and not expected(actor, walk, action):
                    wrong.append((step, name, action, "may, and must not"))
                if not may and action in actions[:1] and expected(actor, walk, action):
                    wrong.append((step, name, action, "must be able to"))

    assert wrong == []
    assert set(MOVERS) >= {move.name for move in MOVES.values() if not move.is_internal}
    assert asked > 1000
    assert allowed > 20


def test_whoever_may_not_writes_nothing_through_the_page(cast):
    """The onward action of every step, posted by everybody whose turn it is not: 403 or 404, and no event."""
    walk = Walk(OFFICE).submit()
    wrong, clients = [], {}
    with time_machine.travel(walk.at, tick=False):
        for name, actor in cast.items():
            clients[name] = Client()
            clients[name].force_login(actor.user)
    for step in steps_of(walk):
        run = walk.run
        if run is None:
            break
        before = Event.objects.count()
        action = kind_of(run.kind).actions[0].name
        for name, actor in cast.items():
            if holds(actor, walk):
                continue
            with time_machine.travel(walk.at, tick=False):
                path = f"/permohonan/{walk.booking.ticket}/{action}/"
                status = clients[name].post(path, {"step_run": run.pk, "pin": "123456"}).status_code
            if status != (403 if is_of_the_case(actor, walk) and actor.role != "complaints_officer" else 404):
                wrong.append((step, name, status))
        assert Event.objects.count() == before

    assert wrong == []


@pytest.fixture
def case(world: None) -> dict[str, Any]:
    """A case that has everything: files, an internal one, a paper, a conversation."""
    walk = Walk(OFFICE).submit()
    walk.act("forward")
    staff = default_hat(User.objects.get(username="kabid.tarakan"), at=walk.at)
    note = upload(staff, walk.office, walk.at)
    post_message(walk.booking, "Catatan kita", by=staff, at=walk.at, is_internal=True, file=note)
    loose = upload(walk.applicant, walk.office, walk.at)
    letter = walk.booking.letter_links.get().letter.file
    sheet = walk.booking.papers.get(document__kind="disposition_sheet").document
    attach_file(upload(staff, walk.office, walk.at), owner_kind="nobody", owner_id=1, by=staff)
    ticket = walk.booking.ticket
    draft = Walk(OFFICE, days=9).booking
    assert BookingFile.objects.get(file=note).is_internal
    return {
        "walk": walk,
        "both": [f"/permohonan/{ticket}/", f"/permohonan/{ticket}/tanda-terima/", f"/berkas/{letter.pk}/"],
        "inside": [f"/berkas/{note.pk}/", f"/dokumen/{sheet.pk}/"],
        "denied": [f"/permohonan/{ticket}/accept/catat/", f"/permohonan/{ticket}/provide/"],
        "uploader": [f"/berkas/{loose.pk}/", f"/permohonan/draf-{draft.pk}/"],
        "nobody": [f"/permohonan/{ticket}/lapse/", f"/permohonan/{ticket}/zzz/", "/permohonan/draf-999999/"],
        "posts": [f"/permohonan/{ticket}/pesan/", f"/permohonan/{ticket}/surat/"],
        "api": [f"/api/v1/bookings/{ticket}", f"/api/v1/alternatives?ticket={ticket}"],
        "api_inside": [f"/api/v1/documents/{sheet.pk}"],
    }


def wanted(group: str, name: str, inside: set[str]) -> set[int]:
    """The statuses that an address may answer with."""
    is_applicant, is_inside = name == f"pemohon.{OFFICE}", name in inside
    match group:
        case "both" | "api":
            return {200} if is_applicant or is_inside else {404}
        case "inside" | "api_inside":
            return {200} if is_inside else {404}
        case "uploader":
            return {200} if is_applicant else {404}
        case "denied":
            return {303, 403} if is_applicant or is_inside else {404}
        case _:
            return {404}


def test_each_address_is_there_for_whom_it_is(cast, case):
    inside = {f"{lane}.{OFFICE}" for lane in INSIDE}
    wrong = []
    with time_machine.travel(case["walk"].at, tick=False):
        for name, actor in cast.items():
            client = Client()
            client.force_login(actor.user)
            bearer = {"Authorization": f"Bearer {issue_token(actor.user, at=case['walk'].at)[0]}"}
            for group in ("both", "inside", "denied", "uploader", "nobody", "api", "api_inside"):
                for path in case[group]:
                    headers = bearer if group.startswith("api") else {}
                    response = client.get(path, headers=headers)
                    for release in response._resource_closers:  # close() would end the test's connection as well
                        release()
                    if (status := response.status_code) not in wanted(group, name, inside):
                        wrong.append((name, path, status))
            for path in case["posts"]:
                status = client.post(path, {}).status_code
                is_party = name == f"pemohon.{OFFICE}" or name in inside
                if (status == 404) is is_party or status not in (403, 404, 422):
                    wrong.append((name, path, status))

    assert wrong == []


def test_a_visitor_is_asked_to_sign_in_whatever_he_names(case):
    client, wrong = Client(), []
    for group in ("both", "inside", "denied", "uploader", "nobody"):
        for path in case[group]:
            response = client.get(path)
            if response.status_code != 302 or not response["Location"].startswith("/masuk/"):
                wrong.append((path, response.status_code))
    asked = dict.fromkeys((*case["api"], *case["api_inside"], "/api/v1/me", "/api/v1/bookings"), 401)
    pages = ("/tugas/", "/permohonan/", "/jadwal/", "/pemberitahuan/", "/akun/", "/admin/", "/api/v1/docs")
    asked |= dict.fromkeys(pages, 302)
    wrong += [path for path, status in asked.items() if client.get(path).status_code != status]

    assert wrong == []


def test_what_the_api_tells_the_applicant_holds_nothing_internal(case):
    walk = case["walk"]
    with time_machine.travel(walk.at, tick=False):
        bearer = f"Bearer {issue_token(walk.applicant.user, at=walk.at)[0]}"
        told = Client().get(case["api"][0], headers={"Authorization": bearer}).json()

    assert all(event["data"] is None and event["actor"] is None for event in told["events"])
    assert "Catatan kita" not in json.dumps(told)


def test_a_hat_of_somebody_else_is_refused(cast):
    stranger, head = cast["pemohon2.tarakan"], cast["kadis.tarakan"]
    with time_machine.travel(MONDAY, tick=False):
        headers = {
            "Authorization": f"Bearer {issue_token(stranger.user, at=MONDAY)[0]}",
            "X-Acting-As": str(head.appointment.pk),
        }
        response = Client().get("/api/v1/bookings", headers=headers)

    assert (response.status_code, response.json()["type"]) == (403, "not-yours")
