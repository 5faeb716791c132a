"""The same key at the same time, in several connections."""

import json
import threading
from datetime import datetime

from django.db import connection
from django.test import Client

from bookings.models import Booking
from tests.api.conftest import Caller
from vidcon_portal.accounts.models import IdempotencyKey

AT_ONCE = 4


def test_one_key_at_once_makes_one_request(committed_world: None, monday: datetime, wishes, caller) -> None:
    applicant: Caller = caller("pemohon.kalbar")
    body = json.dumps(wishes(applicant, "kalbar"))
    headers = applicant.headers(Idempotency_Key="bersamaan")
    gate = threading.Barrier(AT_ONCE)
    answers: list[tuple[int, str]] = []

    def send() -> None:
        try:
            gate.wait(timeout=30)
            response = Client().post("/api/v1/bookings", body, content_type="application/json", headers=headers)
            answers.append((response.status_code, response.content.decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(answers) == AT_ONCE
    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 201
    assert Booking.objects.count() == 1
    assert IdempotencyKey.objects.count() == 1
