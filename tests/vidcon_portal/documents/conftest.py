"""Offices, officials and papers of these tests."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from tests.vidcon_portal.documents.samples import REPLIES
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Appointment, Office, Position, User
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.issuing import draft_document

AT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
"""Monday 23 November 2026, 14.05 WITA."""


def may_see_case(actor: Actor, owner_id: str) -> bool:
    """The wing's answer in these tests: officials of the office whose code the case bears."""
    return actor.office is not None and actor.office.code == owner_id.split(":")[0]


@pytest.fixture(autouse=True)
def wing(settings: Settings) -> None:
    """A wing that owns cases of the kind ``case``."""
    settings.DOCUMENT_OWNERS = {"case": f"{__name__}.may_see_case"}
    settings.SITE_URL = "https://vidcon.example"


@pytest.fixture
def at() -> datetime:
    return AT


def make_office(code: str, timezone: str = "Asia/Makassar") -> Office:
    return Office.objects.create(
        code=code,
        name="Dinas Komunikasi dan Informatika",
        short_name=f"Diskominfo {code}",
        government="Pemerintah Provinsi Tanjung Raya",
        region="Tanjung Raya",
        city="Tanjung Raya",
        timezone=timezone,
        address="Jalan Pelabuhan Lama Nomor 12, Tanjung Raya",
        postal_code="77111",
        phone="(0550) 700-1200",
        website="diskominfo.tanjungraya.example",
        email="diskominfo@tanjungraya.example",
    )


def make_official(office: Office, username: str, role: Role, title: str, name: str, **user: str) -> Actor:
    person = User.objects.create_user(username, "vidcon", name=name, **user)
    position = Position.objects.create(office=office, role=role, title=title)
    appointment = Appointment.objects.create(user=person, position=position, starts_on="2020-01-01")
    return Actor(user=person, appointment=appointment)


@pytest.fixture
def office(db: None) -> Office:
    return make_office("tanjungraya")


@pytest.fixture
def head(office: Office) -> Actor:
    """The head of the office: signs."""
    return make_official(
        office,
        "kadis",
        Role.OFFICE_HEAD,
        "Kepala Dinas Komunikasi dan Informatika",
        "Ir. Markus Lintangbuana, M.T.",
        nip="197102031998031001",
        rank="Pembina Utama Muda",
    )


@pytest.fixture
def staff(office: Office) -> Actor:
    """Writes drafts."""
    return make_official(office, "staf", Role.STAFF, "Staf Layanan", "Bayu Rantaupandan, A.Md.Kom.")


@pytest.fixture
def stranger(db: None) -> Actor:
    """The same role in another office: must never see this."""
    return make_official(make_office("lain"), "kadis.lain", Role.OFFICE_HEAD, "Kepala Dinas", "Dra. Lain, M.Si.")


@pytest.fixture
def draft(office: Office, staff: Actor, at: datetime) -> Document:
    return draft_document(REPLIES["can"], office=office, owner_kind="case", owner_id="tanjungraya:1", by=staff, at=at)
