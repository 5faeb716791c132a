"""/laporan/: the office's reports, and nobody else's."""

import pytest

from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User


@pytest.fixture
def reported(world):
    walk = Walk("kaltara").submit()
    while walk.run is not None:
        walk.onward(walk.run)
    return walk.booking


def login(client, username):
    client.force_login(User.objects.get(username=username))
    return client


def test_the_office_finds_its_report_and_paper(client, reported):
    page = login(client, "kadis.kaltara").get("/laporan/", {"q": reported.ticket})

    report = reported.reports.get()
    assert page.status_code == 200
    assert report.document.number in page.content.decode()
    assert report.document.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize(
    ("username", "status"), [("pemohon.kaltara", 404), ("pemohon2.kaltara", 404), ("admin", 404), ("kadis.kalbar", 200)]
)
def test_others_find_nothing(client, reported, username, status):
    page = login(client, username).get("/laporan/")

    assert page.status_code == status
    assert reported.title not in page.content.decode()


def test_the_list_costs_the_same_for_many(client, reported, django_assert_max_num_queries):
    login(client, "kadis.kaltara").get("/laporan/")  # the first page of a session also writes its hat

    with django_assert_max_num_queries(10):
        client.get("/laporan/")
