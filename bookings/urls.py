"""Addresses of requests; the words that are no action stand before the actions."""

from django.urls import path

from .views import actions, archive, bulk, cases, drafts, inbox, lists, papers, prints, starts, tracking

app_name = "bookings"

urlpatterns = [
    path("tugas/", inbox.show_inbox, name="inbox"),
    path("tugas/segar/", inbox.refresh_inbox, name="refresh_inbox"),
    path("tugas/diteruskan/", inbox.show_handed_on, name="handed_on"),
    path("tugas/peran/", inbox.show_hats, name="hats"),
    path("tugas/disposisi/", bulk.dispose_many, name="dispose_many"),
    path("lacak/", tracking.track, name="track"),
    path("permohonan/", lists.list_bookings, name="list"),
    path("permohonan/baru/", starts.start_request, name="start"),
    path("permohonan/draf-<int:pk>/", drafts.edit_draft, name="draft"),
    path("permohonan/draf-<int:pk>/ketersediaan/", drafts.check_draft, name="check_draft"),
    path("permohonan/draf-<int:pk>/hapus/", drafts.drop_draft, name="drop_draft"),
    path("permohonan/<slug:ticket>/", cases.show_case, name="case"),
    path("permohonan/<slug:ticket>/tanda-terima/", drafts.show_receipt, name="receipt"),
    path("permohonan/<slug:ticket>/ajukan-lagi/", starts.ask_again, name="ask_again"),
    path("permohonan/<slug:ticket>/dibaca/", cases.read_case, name="read"),
    path("permohonan/<slug:ticket>/pesan/", cases.write_message, name="write"),
    path("permohonan/<slug:ticket>/surat/", cases.add_letter, name="letter"),
    path("permohonan/<slug:ticket>/berkas.zip", archive.download_archive, name="archive"),
    path("permohonan/<slug:ticket>/naskah/baru/<slug:what>/", papers.write_paper, name="write_paper"),
    path("permohonan/<slug:ticket>/naskah/<uuid:pk>/", papers.follow_pdf, name="paper_pdf"),
    path("permohonan/<slug:ticket>/naskah/<uuid:pk>/<slug:action>/", papers.act_on_paper, name="paper"),
    path("permohonan/<slug:ticket>/cetak/<slug:what>/", prints.print_paper, name="print"),
    path("permohonan/<slug:ticket>/<slug:action>/", actions.act, name="act"),
    path("permohonan/<slug:ticket>/<slug:action>/catat/", actions.record, name="record"),
]
