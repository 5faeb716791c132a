"""``/pemberitahuan/``, ``/akun/pemberitahuan/``, ``/kotak-keluar/`` and the short links ``/m/…/``."""

from django.urls import path

from vidcon_portal.notifications import gateway_views, views

app_name = "notifications"

urlpatterns = [
    path("pemberitahuan/", views.list_messages, name="list"),
    path("pemberitahuan/dibaca/", views.mark_all_read, name="mark_all_read"),
    path("pemberitahuan/<uuid:uuid>/", views.open_message, name="open"),
    path("akun/pemberitahuan/", views.edit_preference, name="preference"),
    path("m/<str:code>/", views.follow_short_link, name="short"),
    path("kotak-keluar/", views.show_outbox, name="outbox"),
    path("kotak-keluar/kirim-ulang/", views.retry_all, name="retry_all"),
    path("kotak-keluar/gerbang/", gateway_views.edit_gateway, name="gateway"),
    path("kotak-keluar/gerbang/coba/", gateway_views.try_gateway, name="try_gateway"),
    path("kotak-keluar/naskah/", views.list_texts, name="texts"),
    path("kotak-keluar/naskah/<str:kind>/", views.edit_text, name="text"),
    path("kotak-keluar/<uuid:uuid>/kirim-ulang/", views.retry_message, name="retry"),
    path("kotak-keluar/<uuid:uuid>/terkirim/", views.mark_handed_over, name="mark_handed_over"),
]
