"""The addresses that these tests need, whatever else the portal has by now."""

from django.contrib import admin
from django.urls import include, path

import bookings.scheduling.admin  # noqa: F401 - registers

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("bookings.scheduling.urls")),
    path("", include("vidcon_portal.urls")),
]
