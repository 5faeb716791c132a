"""Cases from before trail heads were kept get theirs from the migration, and their trails verify."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from bookings.models import Event, TrailHead
from tests.walks.driver import Walk


def rewind(name: str, *, back: bool) -> None:
    """Take one migration of bookings back, or run it again, as ``migrate`` does."""
    loader = MigrationLoader(connection)
    migration = loader.get_migration("bookings", name)
    before: Any = loader.project_state(("bookings", migration.dependencies[0][1]))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        (migration.unapply if back else migration.apply)(before, editor)


@pytest.mark.usefixtures("world")
def test_cases_from_before_the_heads_get_theirs() -> None:
    walk, other = Walk("kaltara").submit().until("koordinasi-pemohon"), Walk("kalbar").submit()

    rewind("0004_trail_heads", back=True)
    assert "bookings_trailhead" not in connection.introspection.table_names()
    rewind("0004_trail_heads", back=False)

    last = {case.pk: case.events.order_by("number").last() for case in (walk.booking, other.booking)}
    heads = {head.booking_id: (head.length, head.hash) for head in TrailHead.objects.all()}
    assert heads == {pk: (event.number, event.hash) for pk, event in last.items()}
    assert last[walk.booking.pk].number > 1
    walk.act("agree")
    call_command("verify_trail")
    assert Event.objects.filter(booking=walk.booking).count() == TrailHead.objects.get(booking=walk.booking).length
    with pytest.raises(DatabaseError), transaction.atomic():
        TrailHead.objects.update(length=1)
