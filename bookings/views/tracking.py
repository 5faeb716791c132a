"""Lacak permohonan: what anybody with ticket and kode lacak may know."""

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.forms.cases import TrackForm
from bookings.models import Booking
from bookings.numbering import tracking_hash
from bookings.pages.tracking import status_of
from vidcon_portal.ui.layout import make_helper

TRIES, WINDOW = 10, 15 * 60
"""So many wrong codes per ticket and per address in a quarter of an hour."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Status words and dates, no title, no names. The code travels in a POST, never in an address."""
    form = TrackForm(
        request.POST if request.method == "POST" else None, initial={"ticket": request.GET.get("tiket", "")}
    )
    form.helper = make_helper()  # type: ignore[attr-defined]
    if request.method != "POST" or not form.is_valid():
        return render(request, "bookings/track.html", {"form": form}, status=422 if form.is_bound else 200)
    ticket = form.cleaned_data["ticket"]
    keys = (f"track:t:{ticket}", f"track:a:{ratelimit.get_ip(request)}")
    if any((cache.get(key) or 0) >= TRIES for key in keys):
        form.add_error(None, _("Terlalu banyak percobaan. Coba lagi dalam 15 menit."))
        return render(request, "bookings/track.html", {"form": form}, status=429)
    booking = Booking.objects.submitted().filter(ticket=ticket).select_related("office", "procedure").first()
    kept = booking.tracking_hash if booking is not None else ""
    if not constant_time_compare(tracking_hash(form.cleaned_data["code"]), kept) or booking is None:
        for key in keys:
            if not cache.add(key, 1, WINDOW):
                _count(key)
        form.add_error(None, _("Tidak ada permohonan dengan nomor dan kode itu. Periksa lagi tanda terima Anda."))
        return render(request, "bookings/track.html", {"form": form}, status=404)
    with timezone.override(booking.office.tz):
        context = {"booking": booking, "status": status_of(booking, at=timezone.now())}
        return render(request, "bookings/tracked.html", context)


def _count(key: str) -> None:
    try:
        cache.incr(key)
    except ValueError:  # it ran out since we looked
        cache.add(key, 1, WINDOW)
