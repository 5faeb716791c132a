"""One case file to take away."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.archive import write_archive
from bookings.permissions import may_export_case
from vidcon_portal.documents.delivery import as_private
from vidcon_portal.documents.errors import RenderError

from .found import actor_of, now, refuse, visible_booking

IN_MEMORY = 8 * 1024 * 1024


@login_required
@require_safe
def download_archive(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """The ZIP as the case stands now; nothing of it is kept."""
    actor = actor_of(request)
    booking = visible_booking(actor, ticket)
    if not may_export_case(actor, booking):
        raise Http404
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the response closes it
    try:
        write_archive(booking, out, by=actor.title or actor.name, at=now())
    except (RenderError, OSError):
        out.close()
        sentence = _("Berkasnya belum dapat disusun: penyimpanan tidak menjawab. Coba lagi sebentar lagi.")
        return refuse(request, sentence, back=booking.get_absolute_url())
    out.seek(0)
    name = f"berkas-{booking.ticket}.zip".lower()
    return as_private(FileResponse(out, content_type="application/zip"), name, saved=True)
