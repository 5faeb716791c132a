"""The yardstick: a bare Django view that runs one indexed query and renders a 50-row template (DESIGN §6).

No middleware, no session, no user; a persistent connection. It is its own urlconf.
"""

import datetime as dt
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import ResolverMatch, path

ROWS = 50
OWNERS = 200


class Line(models.Model):
    """As wide as a list page's rows are; lives in the bench's own database only."""

    owner = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    starts_at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        indexes = [models.Index(fields=["owner", "-starts_at"], name="bench_line_by_owner")]

    def __str__(self) -> str:
        return self.title


TEMPLATE = Engine(dirs=[Path(__file__).parent / "templates"]).get_template("bench/rows.html")


def show_rows(request: HttpRequest) -> HttpResponse:
    rows = list(Line.objects.filter(owner=7).order_by("-starts_at")[:ROWS])
    return HttpResponse(TEMPLATE.render(Context({"owner": "Kantor 7", "rows": rows})))


urlpatterns = [path("yardstick/", show_rows)]


class Bare(WSGIHandler):
    """Serves these URLs alone, beside a portal that keeps its own."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        request.urlconf = __name__  # type: ignore[attr-defined] # what Django looks for first
        return super().resolve_request(request)


def fill_lines() -> None:
    """The table, and as many rows that one owner's fifty are a small part."""
    if Line._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Line)
    start = dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC)
    Line.objects.bulk_create(
        Line(
            owner=number % OWNERS,
            title=f"Rapat koordinasi nomor {number}",
            place=f"Ruang rapat {number % 13}",
            starts_at=start + dt.timedelta(minutes=30 * (number // OWNERS)),
        )
        for number in range(OWNERS * ROWS * 2)
    )
