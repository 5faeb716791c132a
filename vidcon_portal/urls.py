"""Which address leads where: the one table that looks up into the wings."""

from django.contrib import admin
from django.urls import include, path

from .health import health

urlpatterns = [
    path("sehat/", health, name="health"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("vidcon_portal.api")),
    path("", include("vidcon_portal.accounts.urls")),
    path("", include("vidcon_portal.documents.urls")),
    path("", include("vidcon_portal.notifications.urls")),
    path("", include("vidcon_portal.ui.urls")),
    path("", include("bookings.urls")),
    path("", include("bookings.scheduling.urls")),
    path("", include("vidcon_portal.procedures.urls")),  # last: an office's code may be any word
]
