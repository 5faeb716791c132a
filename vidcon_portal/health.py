"""The page that load balancers and the launcher ask."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503; says nothing else to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("basis data tidak menjawab\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("sehat\n", content_type="text/plain; charset=utf-8")
