"""The API as its callers see it: a client that carries a token, and requests that were submitted."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.walks.driver import default_mode
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.services.tokens import issue_token
from vidcon_portal.procedures.models import Service

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Caller:
    """One login with a token; ``hat`` is sent as X-Acting-As."""

    def __init__(self, username: str, at: datetime) -> None:
        self.user = User.objects.get(username=username)
        self.token, _row = issue_token(self.user, at=at)
        self.client = Client()
        self.hat = ""

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self.headers(**headers)
        )

    def upload(self, content: bytes, name: str = "surat.pdf", **headers: str) -> HttpResponse:
        upload = SimpleUploadedFile(name, content, "application/pdf")
        return self.client.post("/api/v1/files", {"file": upload}, headers=self.headers(**headers))

    def headers(self, **more: str) -> dict[str, str]:
        given = {"Authorization": f"Bearer {self.token}"}
        if self.hat:
            given["X-Acting-As"] = self.hat
        return given | {name.replace("_", "-"): value for name, value in more.items()}


@pytest.fixture(autouse=True)
def clock(monday: datetime) -> Iterator[Any]:
    """Monday morning until a test moves on; the API reads the clock itself."""
    with time_machine.travel(monday, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def fresh_counts(world: None) -> None:
    cache.clear()


@pytest.fixture
def caller(world: None, monday: datetime) -> Callable[[str], Caller]:
    return lambda username: Caller(username, monday)


@pytest.fixture
def pdf() -> bytes:
    import io

    from pikepdf import Pdf

    with Pdf.new() as paper:
        paper.add_blank_page()
        out = io.BytesIO()
        paper.save(out)
    return out.getvalue()


@pytest.fixture
def wishes(monday: datetime, pdf: bytes) -> Callable[..., dict[str, Any]]:
    """The body of POST /bookings as an agency sends it; ``days`` from today, changes on top."""

    def fill(who: Caller, office: str, days: int = 8, hour: int = 1, **data: Any) -> dict[str, Any]:
        service = Service.objects.filter(office__code=office).first()
        assert service is not None
        start = monday.replace(hour=hour) + timedelta(days=days)
        wanted = {
            "title": "Rapat koordinasi pengendalian inflasi",
            "sessions": [{"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}],
            "place": "Ruang rapat utama",
            "layout": "Huruf U",
            "application": "Zoom",
            "participants_onsite": 10,
            "participants_online": 40,
            "connection_test_at": (start - timedelta(days=1)).isoformat(),
            "contact_name": "Siti Rahma",
            "contact_phone": "0812-3456-7890",
            "letter_number": "005/123/2026",
            "letter_date": monday.date().isoformat(),
            "srikandi_number": "SRK-77",
            "letter_file": who.upload(pdf).json()["id"],
        }
        return {"service": service.pk, "mode": default_mode(service), "data": wanted | data}

    return fill


@pytest.fixture
def submitted(caller: Callable[[str], Caller], wishes: Callable[..., dict[str, Any]]) -> Callable[..., str]:
    """``submitted("kalbar")``: the ticket of a request of that office's first applicant."""

    def submit(office: str, **data: Any) -> str:
        applicant = caller(f"pemohon.{office}")
        response = applicant.post("/bookings", wishes(applicant, office, **data))
        assert response.status_code == 201, response.content
        return str(response.json()["ticket"])

    return submit
