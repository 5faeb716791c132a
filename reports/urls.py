"""Addresses of reports, included at the root."""

from django.urls import path, re_path

from . import views
from .complaints import views as complaints
from .recap import views as recap

app_name = "reports"

urlpatterns = [
    path("laporan/", views.list_reports, name="list"),
    path("laporan/rekap/", recap.show_recap, name="recap"),
    re_path(r"^laporan/rekap/unduh\.(?P<form>pdf|xlsx|csv)$", recap.download_recap, name="recap_file"),
    path("laporan/rekap/catat/", recap.record_past, name="record_past"),
    path("laporan/rekap/<str:month>/tanda-tangan/", recap.sign, name="sign_recap"),
    path("laporan/pengaduan/", complaints.list_complaints, name="complaints"),
    path("laporan/pengaduan/catat/", complaints.record_complaint, name="record_complaint"),
    path("laporan/pengaduan/<slug:ticket>/", complaints.show_complaint, name="complaint"),
    path("laporan/pengaduan/<slug:ticket>/<slug:deed>/", complaints.act_on_complaint, name="complaint_deed"),
    path("<slug:office>/pengaduan/", complaints.complain, name="complain"),
    path("<slug:office>/pengaduan/terkirim/", complaints.show_receipt, name="complaint_receipt"),
    path("<slug:office>/pengaduan/lacak/", complaints.follow, name="follow_complaint"),
]
