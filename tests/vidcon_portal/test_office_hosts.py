"""An office under its own host name."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from vidcon_portal.office_hosts import read_office_hosts

HOST = "vidcon.kaltara.example"


@pytest.fixture
def hosts(settings, world):
    settings.OFFICE_HOSTS = {HOST: "kaltara"}
    settings.ALLOWED_HOSTS = [HOST, "testserver"]


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/kaltara/"),
        ("/pengaduan/", "/kaltara/pengaduan/"),
        ("/pengaduan/lacak/?a=1", "/kaltara/pengaduan/lacak/?a=1"),
        ("/skm/", "/kaltara/skm/"),
    ],
)
@pytest.mark.parametrize("port", ["", ":8443"])
def test_short_addresses_lead_to_the_office(hosts, path, leads_to, port):
    response = Client(headers={"host": HOST + port}).get(path)

    assert (response.status_code, response["Location"]) == (302, leads_to)
    assert Client(headers={"host": HOST + port}).get(leads_to).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/masuk/", 200), ("/skm/kode/", 404), ("/kalbar/pengaduan/", 200)])
def test_everything_else_is_the_same_portal(hosts, path, status):
    assert Client(headers={"host": HOST}).get(path).status_code == status


def test_other_hosts_know_no_short_addresses(hosts):
    assert Client().get("/").status_code == 200
    assert Client().get("/pengaduan/").status_code == 404
    assert Client(headers={"host": "jahat.example"}).get("/").status_code == 400


def test_a_pair_without_office_is_refused_at_the_start():
    assert read_office_hosts([f" {HOST.upper()} = kaltara "]) == {HOST: "kaltara"}
    with pytest.raises(ImproperlyConfigured):
        read_office_hosts([HOST])
