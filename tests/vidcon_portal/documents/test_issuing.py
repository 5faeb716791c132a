"""The life of a paper, and that an issued one never changes, whoever tries."""

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.vidcon_portal.documents.samples import PAPERS, REPLIES, SHEET
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.models import Delegation, Office, Position
from vidcon_portal.documents.choices import DocumentStatus
from vidcon_portal.documents.errors import DocumentError, NumberTakenError, WrongStatusError
from vidcon_portal.documents.models import Document, Register
from vidcon_portal.documents.models.document import ALWAYS_CHANGEABLE
from vidcon_portal.documents.papers import StampData, shape_of
from vidcon_portal.documents.services.issuing import (
    draft_document,
    initial_document,
    return_document,
    send_document,
    sign_document,
    supersede_document,
    update_draft,
    void_document,
)
from vidcon_portal.documents.services.signing import begin_signing
from vidcon_portal.documents.services.stamping import canonical_hash

Draft = Callable[..., Document]


@pytest.fixture
def signed(draft: Document, head: Actor, at: datetime) -> Document:
    return sign_document(draft, by=head, at=at)


@pytest.mark.parametrize("name", PAPERS)
def test_paper_data_survives_json(name: str) -> None:
    data = PAPERS[name]

    assert shape_of(data.kind, data.variant).body.from_json(data.as_json()) == data


def test_paper_data_drops_characters_that_break_a_page() -> None:
    data = dataclasses.replace(REPLIES["can"], subject="Uji\x00 \u202egnirtS\ud800 ok")

    assert data.as_json()["subject"] == "Uji gnirtS ok"


def test_draft_has_no_number(draft: Document) -> None:
    assert (draft.status, draft.number, draft.date, draft.sha256) == (DocumentStatus.DRAFT, "", None, "")
    assert draft.context["letterhead"]["name"] == "Dinas Komunikasi dan Informatika"
    assert draft.context["stamp"]["number"] == ""


def test_sign_numbers_dates_and_freezes(signed: Document, head: Actor) -> None:
    assert signed.status == DocumentStatus.SIGNED
    assert signed.number == "000.1.4/001/DISKOMINFO/2026"
    assert str(signed.date) == "2026-11-23"
    assert signed.sha256 == canonical_hash(Document.objects.get(pk=signed.pk).context)
    assert signed.context["stamp"] == {
        "number": "000.1.4/001/DISKOMINFO/2026",
        "date": "23 November 2026",
        "signature": {
            "title": "Kepala Dinas Komunikasi dan Informatika",
            "name": "Ir. Markus Lintangbuana, M.T.",
            "rank": "Pembina Utama Muda",
            "nip": "197102031998031001",
            "prefix": "",
            "on_behalf_of": "",
            "at": "23 November 2026, 14.05 WITA",
            "method": "pin",
            "note": "",
            "through": "",
        },
        "verify_url": f"https://vidcon.example/verifikasi/{signed.verify_token}/",
        "verify_code": "-".join(signed.verify_token.upper()[i : i + 5] for i in range(0, 20, 5)),
        "issuer": "",
    }
    assert signed.signatory_position == head.position
    assert signed.signatory_name == "Ir. Markus Lintangbuana, M.T."


def test_sign_queues_the_pdf_in_the_same_transaction(draft: Document, head: Actor, at: datetime) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        sign_document(draft, by=head, at=at)
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.filter(task_name="documents.render_document").exists()

    sign_document(draft, by=head, at=at)

    job = ProcrastinateJob.objects.get(task_name="documents.render_document")
    assert job.args == {"document_id": str(draft.pk)}


def test_sign_dates_by_the_offices_clock(draft: Document, head: Actor) -> None:
    late_evening_utc = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    signed = sign_document(draft, by=head, at=late_evening_utc)

    assert (str(signed.date), signed.number) == ("2027-01-01", "000.1.4/001/DISKOMINFO/2027")


def test_sign_twice_is_refused_and_takes_no_number(signed: Document, head: Actor, at: datetime) -> None:
    with pytest.raises(WrongStatusError):
        sign_document(signed, by=head, at=at)

    assert Register.objects.get().last_number == 1


@pytest.mark.parametrize(("kind", "prefix"), [(AppointmentKind.ACTING, "Plt."), (AppointmentKind.DAILY_ACTING, "Plh.")])
def test_sign_prints_the_prefix_of_an_acting_official(
    draft: Document, head: Actor, at: datetime, kind: AppointmentKind, prefix: str
) -> None:
    assert head.appointment is not None
    head.appointment.kind = kind

    signed = sign_document(draft, by=head, at=at)

    assert signed.signatory_prefix == prefix
    assert signed.signatory_title == f"{prefix} Kepala Dinas Komunikasi dan Informatika"


def test_sign_on_behalf_names_the_superior_first(draft: Document, head: Actor, staff: Actor, at: datetime) -> None:
    deputy = Actor(user=staff.user, appointment=staff.appointment, on_behalf_of=head.position)

    signed = sign_document(draft, by=deputy, at=at)

    signature = signed.context["stamp"]["signature"]
    assert (signature["prefix"], signature["on_behalf_of"], signature["title"]) == (
        "a.n.",
        "Kepala Dinas Komunikasi dan Informatika",
        "Staf Layanan",
    )


def test_sign_on_sub_behalf_names_whoever_passed_it_on(
    draft: Document, head: Actor, staff: Actor, at: datetime
) -> None:
    """DOMAIN §2.1, u.b.: superior, the position between, then one's own."""
    between = Position(title="Sekretaris", role="secretary")
    lent = Delegation(position=head.position, delegate=staff.appointment, through=between)
    deputy = Actor(user=staff.user, appointment=staff.appointment, on_behalf_of=head.position, delegation=lent)

    signed = sign_document(draft, by=deputy, at=at)

    signature = StampData.from_json(signed.context["stamp"]).signature
    assert signature is not None
    assert signature.title_lines == (
        "a.n. Kepala Dinas Komunikasi dan Informatika",
        "Sekretaris",
        "u.b.",
        "Staf Layanan,",
    )
    assert (signed.signatory_prefix, signed.signatory_title) == (
        "u.b.",
        "a.n. Kepala Dinas Komunikasi dan Informatika, Sekretaris, u.b. Staf Layanan",
    )


def test_sign_by_the_system_is_refused(draft: Document, at: datetime) -> None:
    with pytest.raises(DocumentError):
        sign_document(draft, by=SYSTEM, at=at)


def test_sign_with_a_typed_number_leaves_the_register_alone(draft: Document, head: Actor, at: datetime) -> None:
    signed = sign_document(draft, by=head, at=at, number="500.12/77/SRIKANDI")

    assert (signed.number, signed.register, Register.objects.count()) == ("500.12/77/SRIKANDI", None, 0)


def test_sign_with_a_taken_number_is_refused(
    signed: Document, office: Office, staff: Actor, head: Actor, at: datetime
) -> None:
    second = draft_document(
        REPLIES["cannot"], office=office, owner_kind="case", owner_id="tanjungraya:2", by=staff, at=at
    )

    with pytest.raises(NumberTakenError, match=signed.number):
        sign_document(second, by=head, at=at, number=signed.number)

    second.refresh_from_db()
    assert (second.status, second.number) == (DocumentStatus.DRAFT, "")


def test_begin_signing_keeps_the_number_for_the_retry(draft: Document, head: Actor, at: datetime) -> None:
    first = begin_signing(draft, by=head, at=at).number
    again = begin_signing(draft, by=head, at=at + timedelta(minutes=3)).number

    signed = sign_document(draft, by=head, at=at)

    assert (first, again, signed.number) == ("000.1.4/001/DISKOMINFO/2026",) * 3
    assert Register.objects.get().last_number == 1


def test_abandoned_number_stays_in_the_register_as_void(draft: Document, head: Actor, at: datetime) -> None:
    begin_signing(draft, by=head, at=at)

    void = void_document(draft, by=head, reason="Kegiatan batal", at=at)

    assert (void.status, void.number, void.void_reason) == (
        DocumentStatus.VOID,
        "000.1.4/001/DISKOMINFO/2026",
        "Kegiatan batal",
    )
    with pytest.raises(ValidationError):
        void.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=void.pk).delete()


def test_disposition_sheet_bears_the_agenda_number(office: Office, head: Actor, at: datetime) -> None:
    sheets = [
        draft_document(SHEET, office=office, owner_kind="case", owner_id=f"tanjungraya:{n}", by=head, at=at)
        for n in range(2)
    ]

    numbers = [sign_document(sheet, by=head, at=at).number for sheet in sheets]

    assert (numbers, Register.objects.count()) == (["1.284", "1.284"], 0)


def test_update_draft_withdraws_initials(draft: Document, staff: Actor, head: Actor, at: datetime) -> None:
    initial_document(draft, by=head, at=at)

    changed = update_draft(draft, REPLIES["cannot"], by=staff, at=at)

    assert (changed.status, changed.variant) == (DocumentStatus.DRAFT, "cannot")
    assert [initial.withdrawn_at for initial in changed.initials.all()] == [at]


def test_update_draft_with_the_same_text_keeps_initials(
    draft: Document, staff: Actor, head: Actor, at: datetime
) -> None:
    initial_document(draft, by=head, at=at)

    same = update_draft(draft, REPLIES["can"], by=staff, at=at)

    assert same.status == DocumentStatus.INITIALLED


def test_initial_twice_by_one_position_counts_once(draft: Document, head: Actor, at: datetime) -> None:
    initial_document(draft, by=head, at=at)
    initial_document(draft, by=head, at=at)

    assert draft.initials.count() == 1


def test_return_hands_the_draft_back_with_a_note(draft: Document, head: Actor, at: datetime) -> None:
    initial_document(draft, by=head, at=at)

    returned = return_document(draft, by=head, note="Perbaiki jam uji coba", at=at)

    assert (returned.status, returned.return_note) == (DocumentStatus.DRAFT, "Perbaiki jam uji coba")
    with pytest.raises(DocumentError):
        return_document(draft, by=head, note="  ", at=at)


def test_send_after_sign_only(draft: Document, head: Actor, at: datetime) -> None:
    with pytest.raises(WrongStatusError):
        send_document(draft, by=head, at=at)

    sent = send_document(sign_document(draft, by=head, at=at), by=head, at=at)

    assert (sent.status, sent.sent_at, sent.sent_by) == (DocumentStatus.SENT, at, head.user)


def test_supersede_replaces_once_signed(signed: Document, head: Actor, at: datetime) -> None:
    successor = supersede_document(signed, REPLIES["change"], by=head, at=at)
    assert signed.successor is None
    with pytest.raises(WrongStatusError):
        supersede_document(signed, REPLIES["change"], by=head, at=at)

    sign_document(successor, by=head, at=at)

    assert signed.successor == successor


def test_supersede_again_after_the_first_replacement_was_voided(signed: Document, head: Actor, at: datetime) -> None:
    void_document(supersede_document(signed, REPLIES["change"], by=head, at=at), by=head, reason="Salah", at=at)

    again = supersede_document(signed, REPLIES["cancellation"], by=head, at=at)

    assert again.supersedes == signed


def test_model_refuses_to_change_an_issued_paper(signed: Document) -> None:
    signed.title = "Judul lain"

    with pytest.raises(ValidationError):
        signed.save()
    with pytest.raises(ValidationError):
        signed.save(update_fields=["title"])


FROZEN = sorted(
    field.attname
    for field in Document._meta.concrete_fields
    if field.name not in ALWAYS_CHANGEABLE and not field.primary_key
)


@pytest.mark.parametrize("column", FROZEN)
def test_database_refuses_to_change_an_issued_paper(signed: Document, column: str) -> None:
    field = Document._meta.get_field(column.removesuffix("_id") if column != "owner_id" else column)
    values = {
        "CharField": "'x'",
        "JSONField": "'{\"body\": 1}'",
        "DateField": "'2020-01-01'",
        "DateTimeField": "'2020-01-01'",
        "PositiveSmallIntegerField": "9",
        "PositiveIntegerField": "9",
        "ForeignKey": "NULL",
    }
    value = values[field.get_internal_type()]
    if field.get_internal_type() == "ForeignKey" and getattr(signed, column) is None:
        value = str(signed.signatory_user_id)

    change = f"UPDATE documents_document SET {column} = {value} WHERE id = %s"  # noqa: S608  # columns of our model

    with pytest.raises(DatabaseError, match=r"issued|keeps its number"), transaction.atomic():
        connection.cursor().execute(change, [signed.pk])


@pytest.mark.parametrize("status", ["draft", "initialled", "signing"])
def test_database_refuses_to_take_a_signature_back(signed: Document, status: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=signed.pk).update(status=status)


def test_database_refuses_to_change_initials_of_an_issued_paper(draft: Document, head: Actor, at: datetime) -> None:
    initial_document(draft, by=head, at=at)
    sign_document(draft, by=head, at=at)

    with pytest.raises(DatabaseError), transaction.atomic():
        draft.initials.update(title="Orang lain")


def test_database_lets_a_migration_through(signed: Document) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.migrating = 'on'")
        cursor.execute("UPDATE documents_document SET title = 'x' WHERE id = %s", [signed.pk])
        cursor.execute("SET LOCAL portal.migrating = 'off'")

    signed.refresh_from_db()
    assert signed.title == "x"
