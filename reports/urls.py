"""Addresses of reports, included at the root."""

from django.urls import path, re_path

from . import views
from .complaints import views as complaints
from .evaluation import views as evaluation
from .exports import views as exports
from .follow_ups import views as follow_ups
from .onsite import views as onsite
from .open_data import views as open_data
from .privacy import views as privacy
from .recap import views as recap
from .records import views as records
from .registers import views as registers
from .statistics import views as statistics
from .survey import views as survey
from .what_if import views as what_if

app_name = "reports"

urlpatterns = [
    path("register/", registers.show_register, name="register"),
    path("register/naskah/<uuid:pk>/batal/", registers.give_up_number, name="give_up_number"),
    re_path(
        r"^register/(?P<buku>[a-z]+)\.(?P<form>pdf|xlsx|csv)$",
        exports.download,
        {"kind": "register"},
        name="register_file",
    ),
    path("register/<slug:book>/", registers.show_register, name="register_book"),
    path("lapangan/", onsite.show_field, name="field"),
    path("lapangan/sw.js", onsite.send_worker, name="onsite_worker"),
    path("lapangan/<slug:ticket>/", onsite.show_onsite, name="onsite"),
    path("lapangan/<slug:ticket>/siap/", onsite.check_item, name="onsite_check"),
    path("lapangan/<slug:ticket>/<slug:action>/", onsite.tap, name="onsite_tap"),
    path("laporan/", views.list_reports, name="list"),
    path("laporan/rekap/", recap.show_recap, name="recap"),
    re_path(r"^laporan/rekap/unduh\.(?P<form>pdf|xlsx|csv)$", exports.download, {"kind": "recap"}, name="recap_file"),
    path("laporan/rekap/catat/", recap.record_past, name="record_past"),
    path("laporan/rekap/<str:month>/tanda-tangan/", recap.sign, name="sign_recap"),
    path("laporan/pengaduan/", complaints.list_complaints, name="complaints"),
    path("laporan/pengaduan/catat/", complaints.record_complaint, name="record_complaint"),
    path("laporan/pengaduan/<slug:ticket>/", complaints.show_complaint, name="complaint"),
    path("laporan/pengaduan/<slug:ticket>/<slug:deed>/", complaints.act_on_complaint, name="complaint_deed"),
    path("laporan/statistik/", statistics.show_statistics, name="statistics"),
    path("laporan/statistik/kasus/", statistics.list_cases, name="statistics_cases"),
    re_path(r"^laporan/statistik/kasus\.(?P<form>xlsx|csv)$", exports.download, {"kind": "cases"}, name="cases_file"),
    path("laporan/berkas/", exports.list_exports, name="exports"),
    path("laporan/berkas/<uuid:pk>/", exports.show_export, name="export"),
    path("laporan/berkas/<uuid:pk>/unduh/", exports.fetch, name="export_file"),
    path("laporan/berkas/<uuid:pk>/batal/", exports.cancel, name="cancel_export"),
    path("laporan/andaikata/", what_if.show_what_if, name="what_if"),
    path("laporan/arsip/", records.show_records, name="records"),
    path("laporan/arsip/<int:pk>/", records.show_destruction, name="destruction"),
    path("laporan/arsip/<int:pk>/daftar.pdf", records.download_list, name="destruction_file"),
    path("laporan/arsip/<int:pk>/persetujuan/", records.approve, name="approve_destruction"),
    path("laporan/arsip/<int:pk>/tarik/", records.withdraw, name="withdraw_destruction"),
    path("laporan/arsip/<int:pk>/musnahkan/", records.destroy, name="destroy_records"),
    path("laporan/survei/", survey.show_results, name="survey"),
    re_path(r"^laporan/survei/unduh\.(?P<form>pdf|xlsx)$", survey.download, name="survey_file"),
    path("laporan/survei/contoh.xlsx", survey.download_example, name="survey_example"),
    path("laporan/survei/impor/", survey.import_forms, name="survey_import"),
    path("laporan/survei/<slug:deed>/", survey.act, name="survey_deed"),
    path("laporan/evaluasi/", evaluation.list_evaluations, name="evaluations"),
    path("laporan/evaluasi/siapkan/", evaluation.start_evaluation, name="start_evaluation"),
    path("laporan/evaluasi/<int:pk>/", evaluation.show_evaluation, name="evaluation"),
    path("laporan/evaluasi/<int:pk>/konsep.pdf", evaluation.download, name="evaluation_file"),
    path("laporan/evaluasi/<int:pk>/tanda-tangan/", evaluation.sign, name="sign_evaluation"),
    path("laporan/tindak-lanjut/", follow_ups.list_follow_ups, name="follow_ups"),
    path("laporan/tindak-lanjut/baru/", follow_ups.edit_follow_up, name="new_follow_up"),
    path("laporan/tindak-lanjut/<int:pk>/", follow_ups.edit_follow_up, name="follow_up"),
    path("laporan/permintaan-data/", privacy.list_requests, name="data_requests"),
    path("laporan/permintaan-data/<int:pk>/<slug:deed>/", privacy.answer_request, name="answer_data_request"),
    re_path(r"^laporan/pemrosesan-data/(?P<form>pdf)?$", privacy.show_processing, name="processing"),
    path("akun/data-saya/", privacy.show_own_data, name="own_data"),
    path("akun/data-saya/unduh.json", privacy.export_own_data, name="export_own_data"),
    path("skm/<str:token>/", survey.answer, name="survey_answer"),
    path("<slug:office>/maklumat/", open_data.show_pledge, name="pledge"),
    path("<slug:office>/privasi/", privacy.show_notice, name="privacy"),
    path("<slug:office>/data-terbuka/", open_data.show_open_data, name="open_data"),
    re_path(
        r"^(?P<office>[a-z][a-z0-9-]*)/data-terbuka/rekap-(?P<year>\d{4})-(?P<month>\d{2})\.(?P<form>csv|json)$",
        open_data.download,
        name="open_file",
    ),
    path("<slug:office>/skm/", survey.show_public, name="survey_public"),
    path("<slug:office>/pengaduan/", complaints.complain, name="complain"),
    path("<slug:office>/pengaduan/terkirim/", complaints.show_receipt, name="complaint_receipt"),
    path("<slug:office>/pengaduan/lacak/", complaints.follow, name="follow_complaint"),
]
