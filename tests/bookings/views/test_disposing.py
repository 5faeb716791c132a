"""A disposition in three taps: what is known stands first, what is usual is chosen, what was wrong is taken back."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from bookings.kinds.dispose import DisposeForm
from bookings.models import Event
from bookings.queries.habits import Habit, habit_of
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of
from tests.walks.driver import MINIMAL_PDF, Walk, actor
from vidcon_portal.accounts.models import Position, User
from vidcon_portal.documents.services.first_pages import keep_first_page

from .conftest import SOON


def url_of(walk: Walk, action: str = "") -> str:
    return walk.booking.get_absolute_url() + (f"{action}/" if action else "")


def form_of(walk: Walk) -> DisposeForm:
    here = situation_of(walk.booking, SOON)
    return form_for(here, "forward", by=actor("kadis.kalbar", SOON))


def second_division(office) -> Position:
    first = Position.objects.get(office=office, role="division_head")
    return Position.objects.create(
        office=office, title="Kepala Bidang Kedua", role="division_head", superior=first.superior, order=first.order + 1
    )


def test_facts_and_checks_stand_before_the_letter_and_its_picture(browser, kalbar):
    file = kalbar.booking.letter_links.get().letter.file
    keep_first_page(file, at=SOON)

    page = browser("kadis.kalbar").get(url_of(kalbar)).content.decode()

    order = [
        page.index(words)
        for words in ("Pemeriksaan sistem", "Diajukan dalam batas waktu SOP", file.get_picture_url(), 'name="to"')
    ]
    assert order == sorted(order)
    assert re.search(rf'<img [^>]*src="{file.get_picture_url()}"[^>]* loading="lazy"', page)


def test_only_who_may_see_the_letter_sees_its_picture(browser, kalbar):
    file = kalbar.booking.letter_links.get().letter.file
    readers = [browser(name) for name in ("kadis.kalbar", "pemohon2.kalbar", "kadis.tarakan")]
    url = f"/berkas/{file.pk}/gambar/"

    def look() -> list[int]:
        answers = [each.get(url) for each in readers]
        assert all(answer.getvalue() for answer in answers)
        return [answer.status_code for answer in answers]

    before = look()
    keep_first_page(file, at=SOON)

    assert (before, look()) == ([404, 404, 404], [200, 404, 404])


def test_what_does_not_hold_is_marked(browser, world):
    late = Walk("kalbar", days=2).submit()

    page = browser("kadis.kalbar").get(url_of(late)).content.decode()

    assert "Diajukan dalam batas waktu SOP" not in page
    assert "Perhatian:" in page


def test_a_habit_is_proposed_and_said(kalbar):
    other = second_division(kalbar.office)
    assert form_of(kalbar).initial["to"] != other.pk
    for number in range(3):
        walk = Walk("kalbar", days=10 + number).submit()
        walk.act("forward", by="kadis", to=other.pk, instructions=["Siapkan jawaban"])

    form = form_of(kalbar)

    assert form.initial["to"] == other.pk
    assert form.initial["instructions"] == ["Siapkan jawaban"]
    assert form.fields["to"].help_text == "Terpilih seperti 3 dari 3 disposisi terakhir."


def test_two_alike_and_a_draw_are_no_habit(world):
    office = Walk("kalbar").office
    other, head = second_division(office), actor("kadis.kalbar", SOON).position
    for number in range(6):
        to = {"to": other.pk} if number % 2 else {}
        Walk("kalbar", days=10 + number).submit().act("forward", by="kadis", **to)
        if number == 1:
            assert habit_of(head, to_role="division_head") is None

    assert habit_of(head, to_role="division_head") is None
    assert habit_of(other, to_role="division_head") is None


def test_a_recalled_disposition_makes_no_habit(world):
    for number in range(4):
        walk = Walk("kalbar", days=10 + number).submit()
        walk.act("forward", by="kadis")
        if number == 3:
            walk.act("recall", by="kadis")

    habit = habit_of(actor("kadis.kalbar", SOON).position, to_role="division_head")

    assert isinstance(habit, Habit)
    assert (habit.times, habit.of) == (3, 3)


def test_what_was_forwarded_is_taken_back_with_one_tap(browser, kalbar):
    kalbar.act("forward", by="kadis")
    client = browser("kadis.kalbar")
    page = client.get(url_of(kalbar)).content.decode()
    run = re.search(r'action="[^"]*/recall/".*?name="step_run" value="(\d+)"', page, re.S)
    assert "belum dibaca" in page

    answer = client.post(url_of(kalbar, "recall"), {"step_run": run[1]}, follow=True).content.decode()

    assert "Disposisi ditarik kembali" in answer
    assert kalbar.run.kind == "dispose"


def test_nobody_takes_back_what_was_read_or_is_not_his(browser, kalbar):
    kalbar.act("forward", by="kadis")
    receiver = browser("bidang.kalbar")
    assert "/recall/" not in receiver.get(url_of(kalbar)).content.decode()
    receiver.post(url_of(kalbar, "dibaca"))

    page = browser("kadis.kalbar").get(url_of(kalbar)).content.decode()

    assert "/recall/" not in page


def test_what_is_seldom_changed_is_folded_until_it_is_wrong(browser, kalbar):
    client = browser("kadis.kalbar")
    page = client.get(url_of(kalbar)).content.decode()
    data = {
        "step_run": kalbar.run.pk,
        "to": form_of(kalbar).initial["to"],
        "deadline_on": "2020-01-01",
        "pin": "123456",
    }

    refused = client.post(url_of(kalbar, "forward"), data).content.decode()

    summary = "<summary>Sifat, batas waktu, tembusan</summary>"
    assert f'<details class="mb-4">{summary}' in page
    assert f'<details class="mb-4" open>{summary}' in refused
    assert "Batas waktu sudah lewat." in refused


def test_tu_records_with_a_photo_what_the_head_wrote_on_paper(browser, kalbar):
    clerk = browser("tu.kalbar")
    assert f'href="{url_of(kalbar, "forward")}catat/"' in clerk.get(url_of(kalbar)).content.decode()
    head = User.objects.get(username="kadis.kalbar").appointments.get()
    local = SOON.astimezone(kalbar.office.tz)
    data = {
        "step_run": kalbar.run.pk,
        "decided_by": head.pk,
        "occurred_at": f"{local:%Y-%m-%dT%H:%M}",
        "to": form_of(kalbar).initial["to"],
    }

    without = clerk.post(f"{url_of(kalbar, 'forward')}catat/", data)
    photo = SimpleUploadedFile("wa.pdf", MINIMAL_PDF, content_type="application/pdf")
    answer = clerk.post(f"{url_of(kalbar, 'forward')}catat/", {**data, "evidence": photo})

    assert (without.status_code, answer.status_code) == (422, 302)
    event = Event.objects.filter(booking=kalbar.booking).latest("number")
    assert (event.action, event.actor, event.recorded_by.username) == ("forward", head.user, "tu.kalbar")
    assert kalbar.booking.files.get(purpose="evidence").is_internal
