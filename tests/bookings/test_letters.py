"""One letter may ask for several requests: one entry of the agenda, whatever brings it."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client

from bookings.errors import DomainError
from bookings.letters import OWNER, known_letter
from bookings.models import Booking, IncomingLetter
from bookings.queries.case import case_view
from bookings.queries.letters import attachments_of
from bookings.requests import main_letter
from bookings.services.cases import enter_letter
from bookings.services.drafts import submit_draft
from reports.registers.queries import incoming_letters, incoming_lines
from tests.conftest import MONDAY
from tests.races import race
from tests.walks.driver import MINIMAL_PDF, Walk, actor
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.permissions import may_see_file
from vidcon_portal.documents.services.files import store_bytes


def letter_of(walk: Walk) -> IncomingLetter:
    letter = main_letter(walk.booking)
    assert letter is not None
    return letter


def scan(walk: Walk) -> StoredFile:
    """Another file of the letter than the one that every walk uploads."""
    content = MINIMAL_PDF + b"%another scan\n"
    return store_bytes(content, name="pindaian.pdf", by=walk.applicant, office=walk.office, at=MONDAY)


def readers(file: StoredFile) -> set[str]:
    users = User.objects.filter(username__in=["pemohon.kalbar", "pemohon2.kalbar", "tu.kalbar", "tu.kaltara"])
    return {user.username for user in users if may_see_file(user, file, at=MONDAY)}


@pytest.mark.usefixtures("world")
def test_letter_of_two_requests_is_one_line_of_the_agenda(client: Client) -> None:
    first = Walk("kalbar").submit()
    other = scan(first)
    second = Walk("kalbar", days=8, letter_number=" 005/12/2026", letter_file=str(other.pk)).submit()

    letter = letter_of(second)
    assert letter == letter_of(first)
    lines = list(incoming_lines(incoming_letters(first.office, MONDAY.year), first.office))
    assert [[ticket for ticket, _words in line.cases] for line in lines] == [
        [first.booking.ticket, second.booking.ticket]
    ]
    assert letter.file != other
    assert attachments_of(second.booking) == [other]
    assert attachments_of(first.booking) == []
    client.force_login(second.applicant.user)  # type: ignore[arg-type]
    page = client.get(second.booking.get_absolute_url()).content.decode()
    assert f'Surat ini juga untuk <a class="tap" href="{first.booking.get_absolute_url()}">' in page
    assert "pindaian.pdf" in page


@pytest.mark.usefixtures("world")
def test_file_of_a_letter_is_for_who_sees_one_of_its_requests(client: Client) -> None:
    first, second = Walk("kalbar").submit(), Walk("kalbar", days=8).submit()
    file = letter_of(first).file
    assert file is not None
    alone = readers(file)
    other = actor("pemohon2.kalbar", MONDAY)
    assert other.position is not None
    Booking.objects.filter(pk=first.booking.pk).update(applicant=other.user, agency=other.position.agency)
    client.force_login(second.applicant.user)  # type: ignore[arg-type]

    page = client.get(second.booking.get_absolute_url()).content.decode()

    assert alone == {"pemohon.kalbar", "tu.kalbar"}
    assert readers(file) == {"pemohon.kalbar", "pemohon2.kalbar", "tu.kalbar"}
    assert "Surat ini juga untuk" not in page


@pytest.mark.usefixtures("world")
def test_another_number_day_or_agency_is_another_letter() -> None:
    walk = Walk("kalbar").submit()
    day_before = (MONDAY.date() - timedelta(days=1)).isoformat()

    others = [
        Walk("kalbar", days=8, letter_number="005/13/2026").submit(),
        Walk("kalbar", days=9, letter_date=day_before).submit(),
        Walk("kaltara").submit(),
    ]

    assert len({letter_of(each).pk for each in [walk, *others]}) == 4
    file = letter_of(walk).file
    assert file is not None
    assert file.owner_kind == OWNER


@pytest.mark.usefixtures("world")
def test_clerk_who_reads_a_known_number_links_it_and_another_number_parts_them() -> None:
    first, second, third = (Walk("singkawang", days=days, letter_number=f"{days}/X").submit() for days in (7, 8, 9))
    first.act("register", letter_number="7/X")
    agenda = letter_of(first).agenda
    second.act("register", letter_number="7/x")
    shared = letter_of(second)
    third.act("register", letter_number="9/X")
    entries = IncomingLetter.objects.count()

    letter = enter_letter(
        third.booking, number="7/X", dated_on=MONDAY.date(), relation="change", by=third.applicant, at=third.at
    )

    assert shared == letter_of(first) == letter
    assert letter.agenda == agenda
    assert entries == IncomingLetter.objects.count() == 2
    assert letter_of(third).number == "9/X"


@pytest.mark.usefixtures("world")
def test_shared_letter_is_not_renamed_through_one_request() -> None:
    first, second = (Walk("singkawang", days=days).submit() for days in (7, 8))
    first.act("register")
    before = (letter_of(first).number, letter_of(first).agenda, letter_of(first).received_at)

    second.act("register", letter_number="005/99/2026")

    assert (letter_of(first).number, letter_of(first).agenda, letter_of(first).received_at) == before
    assert (letter_of(second).number, letter_of(second).agenda) == ("005/99/2026", f"2/{MONDAY.year}")
    own = letter_of(second).file
    assert own is not None
    assert own.owner_id == str(second.booking.pk)


@pytest.mark.usefixtures("world")
def test_completion_with_the_shown_file_keeps_the_letter_and_another_number_parts_it() -> None:
    first, second = (Walk("kalbar", days=days).submit() for days in (7, 8))
    shared = letter_of(first)
    own = StoredFile.objects.get(owner_kind=OWNER, owner_id=str(second.booking.pk))

    second.act("return", reason="Lengkapi tata letak")
    second.act("resubmit", by="pemohon", letter_file=str(shared.file_id), letter_number=shared.number)
    kept = letter_of(second)
    second.act("return", reason="Nomor suratnya lain")
    second.act("resubmit", by="pemohon", letter_file=str(shared.file_id), letter_number="005/99/2026")

    assert kept == letter_of(first) == shared
    assert (letter_of(first).number, letter_of(first).file) == (shared.number, shared.file)
    assert (letter_of(second).number, letter_of(second).file) == ("005/99/2026", own)
    assert bool(letter_of(second).agenda) == bool(shared.agenda)


@pytest.mark.usefixtures("world")
def test_secret_requests_share_a_letter_only_among_themselves_and_only_for_who_sees_them() -> None:
    ordinary = Walk("kaltara").submit()
    secret = Walk("kaltara", days=8, secrecy="secret").submit()
    again = Walk("kaltara", days=9, secrecy="secret").submit()
    limited = Walk("kaltara", days=10, secrecy="limited").submit()
    third = Walk("kaltara", days=11, secrecy="secret").booking
    third.secrecy = "secret"

    def found(by: str) -> IncomingLetter | None:
        return known_letter(third, number="005/12/2026", dated_on=MONDAY.date(), by=actor(by, MONDAY))

    assert letter_of(ordinary) == letter_of(limited)
    assert letter_of(secret) == letter_of(again) == found("pemohon.kaltara") == found("tu.kaltara")
    assert letter_of(secret) != letter_of(ordinary)
    assert found("kabid.kaltara") is None


@pytest.mark.usefixtures("world")
def test_request_that_becomes_secret_leaves_the_letter_it_shared() -> None:
    first, second = (Walk("kalbar", days=days).submit() for days in (7, 8))
    shared, own = letter_of(first), StoredFile.objects.get(owner_kind=OWNER, owner_id=str(second.booking.pk))

    second.act("return", reason="Kegiatan ini rahasia")
    second.act("resubmit", by="pemohon", secrecy="secret", letter_file=str(shared.file_id))

    assert letter_of(second) != letter_of(first) == shared
    assert (letter_of(second).number, letter_of(second).file) == (shared.number, own)
    assert letter_of(second).agenda != shared.agenda


@pytest.mark.usefixtures("world")
def test_letter_is_not_entered_twice_on_one_request(client: Client) -> None:
    walk = Walk("kalbar").submit()
    client.force_login(walk.applicant.user)  # type: ignore[arg-type]
    given = {"relation": "correction", "number": "005/13/2026", "dated_on": MONDAY.date().isoformat()}
    client.post(f"{walk.booking.get_absolute_url()}surat/", given)
    entries = IncomingLetter.objects.count()

    page = client.post(f"{walk.booking.get_absolute_url()}surat/", {**given, "number": "005/13/2026 "})

    assert page.status_code == 422
    assert "sudah dicatat pada permohonan ini (Ralat)" in page.content.decode()
    assert entries == IncomingLetter.objects.count() == 2


@pytest.mark.usefixtures("world")
def test_case_of_the_api_names_what_else_its_letter_asks_for() -> None:
    first, second = (Walk("kalbar", days=days).submit() for days in (7, 8))

    view = case_view(first.booking, first.applicant, at=MONDAY)

    assert [letter.also_for for letter in view.letters] == [(second.booking.ticket,)]


def submit(booking_id: int, username: str):
    booking, who = Booking.objects.get(pk=booking_id), actor(username, MONDAY)
    return lambda: str(submit_draft(booking, by=who, at=MONDAY)[0].pk)


def change(booking_id: int, username: str, dated_on: date):
    booking, who = Booking.objects.get(pk=booking_id), actor(username, MONDAY)

    def deed() -> str:
        try:
            with transaction.atomic():
                given = {"number": "005/77/2026", "dated_on": dated_on, "relation": "change"}
                return str(enter_letter(booking, **given, by=who, at=MONDAY).pk)
        except DomainError as error:
            return error.type

    return deed


def test_two_who_bring_one_letter_at_once_make_one_entry(committed_world) -> None:
    walks = [Walk("kaltara", days=days) for days in (7, 8)]
    name = "pemohon.kaltara"

    race([(submit, (walk.booking.pk, name)) for walk in walks])
    assert IncomingLetter.objects.count() == 1
    changed = race([(change, (walk.booking.pk, name, MONDAY.date())) for walk in walks])

    assert len(set(changed)) == 1
    assert IncomingLetter.objects.count() == 2
