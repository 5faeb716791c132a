"""How far a PDF is: queued when the paper is signed, said on the page until it is there, made again when it failed."""

import re

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.models import BookingPaper
from bookings.services.papers import sign_paper
from bookings.services.side_papers import write_side_paper
from bookings.side_papers import SIDE_PAPERS
from tests.walks.driver import Walk, actor
from vidcon_portal.documents.models import Document


@pytest.fixture
def memo(kalbar: Walk) -> Document:
    paper, by = SIDE_PAPERS["nota-dinas"], actor("bidang.kalbar", kalbar.at)
    draft = write_side_paper(kalbar.booking, paper, paper.usual(kalbar.booking, kalbar.at), by=by, at=kalbar.at)
    return sign_paper(draft, by=by, at=kalbar.at)


def run_jobs(document: Document) -> None:
    """What the worker does with what was queued for a paper."""
    for job in ProcrastinateJob.objects.filter(args__document_id=str(document.pk)):
        app.tasks[job.task_name](**job.args)


def test_issuing_queues_the_pdf_and_the_page_says_so_until_it_is_there(browser, kalbar, memo):
    staff, case = browser("bidang.kalbar"), kalbar.booking.get_absolute_url()
    line = f"{case}naskah/{memo.pk}/"

    page = staff.get(case).content.decode()
    looks = [staff.get(f"{line}?kali={n}", headers={"HX-Request": "true"}).content.decode() for n in range(6)]
    without_script = staff.get(line)
    run_jobs(memo)
    ready = staff.get(f"{line}?kali=1", headers={"HX-Request": "true"}).content.decode()

    assert f'data-hx-get="{line}?kali=0" data-hx-trigger="click, intersect once delay:2s"' in page
    waits = [re.findall(r"delay:(\d+)s", look) for look in looks]
    assert waits == [["3"], ["5"], ["8"], ["13"], [], []]
    assert (without_script.status_code, without_script["Location"]) == (302, f"{case}#dokumen")
    assert "sedang dibuat" not in ready
    assert re.search(r"\(PDF, \d+", ready)


def test_a_failed_pdf_is_said_and_made_again(browser, kalbar, memo):
    staff, case = browser("bidang.kalbar"), kalbar.booking.get_absolute_url()
    line = f"{case}naskah/{memo.pk}/"
    Document.objects.filter(pk=memo.pk).update(render_state="failed", render_error="x")
    ProcrastinateJob.objects.filter(args__document_id=str(memo.pk)).delete()

    page = staff.get(case).content.decode()
    answers = [staff.post(line)["Location"], staff.post(line)["Location"]]

    assert f'action="{line}"' in page
    assert "PDF gagal dibuat" in page
    assert answers == [f"{case}#dokumen"] * 2
    assert ProcrastinateJob.objects.filter(args__document_id=str(memo.pk)).count() == 1
    assert "sedang dibuat" in staff.get(case).content.decode()


def test_a_paper_that_is_not_for_the_reader_has_no_progress(browser, kalbar, memo):
    line = f"{kalbar.booking.get_absolute_url()}naskah/{memo.pk}/"

    assert [browser(who).post(line).status_code for who in ("pemohon.kalbar", "kadis.tarakan")] == [404, 404]


def test_a_paper_that_was_replaced_meanwhile_leaves_the_open_page(browser, kalbar, memo):
    staff, case = browser("bidang.kalbar"), kalbar.booking.get_absolute_url()
    BookingPaper.objects.filter(document=memo).delete()

    line = staff.get(f"{case}naskah/{memo.pk}/?kali=1", headers={"HX-Request": "true"})
    address = staff.get(f"{case}naskah/{memo.pk}/")

    assert (line.status_code, line.content) == (200, b"")
    assert address.status_code == 404
