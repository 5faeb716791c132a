"""Addresses of reports, included at the root."""

from django.urls import path, re_path

from . import views
from .recap import views as recap

app_name = "reports"

urlpatterns = [
    path("laporan/", views.list_reports, name="list"),
    path("laporan/rekap/", recap.show_recap, name="recap"),
    re_path(r"^laporan/rekap/unduh\.(?P<form>pdf|xlsx|csv)$", recap.download_recap, name="recap_file"),
    path("laporan/rekap/catat/", recap.record_past, name="record_past"),
    path("laporan/rekap/<str:month>/tanda-tangan/", recap.sign, name="sign_recap"),
]
