"""What a deed asks of the database, so that none grows unseen; and that its caller then holds what the database does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking
from tests.walks import driver
from tests.walks.driver import Walk
from vidcon_portal.procedures.choices import Kind

MOST = {
    "kalbar": {"submit": 43, "forward": 45, "accept": 54, "start": 20, "finish": 35, "file": 53},
    "gorontalo": {"submit": 43, "register": 47, "agree": 67, "ready": 37, "provide": 44, "pass": 33},
}
"""Statements by action, without savepoints, once the SOP's graph and the office's registers are there."""


@pytest.mark.parametrize("office", MOST)
def test_a_deed_asks_no_more_than_it_needs(world: None, office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Walk(office).submit()
    asked: dict[str, int] = {}
    advance = driver.advance

    def counted(name: str, deed: Callable[[], Any]) -> Any:
        with CaptureQueriesContext(connection) as statements:
            found = deed()
        count = sum("SAVEPOINT" not in each["sql"] for each in statements.captured_queries)
        asked[name] = max(count, asked.get(name, 0))
        return found

    def measured(booking: Booking, action: str, **options: Any) -> Any:
        event = counted(action, lambda: advance(booking, action, **options))
        now = Booking.objects.get(pk=booking.pk)
        for column in Booking._meta.concrete_fields:
            assert getattr(booking, column.attname) == getattr(now, column.attname), column.attname
        return event

    monkeypatch.setattr(driver, "advance", measured)
    walk = Walk(office, days=14)
    counted("submit", walk.submit)
    for _turn in range(12):
        run = walk.run
        if run is None or (office == "gorontalo" and run.kind == Kind.EXECUTE):
            break
        walk.onward(run)

    most = MOST[office]
    assert {name: count for name, count in asked.items() if count > most.get(name, count)} == {}
    assert most.keys() <= asked.keys()
