"""Addresses of papers and files."""

from django.urls import path, re_path

from . import views

app_name = "documents"

urlpatterns = [
    path("berkas/<uuid:pk>/", views.file, name="file"),
    path("berkas/<uuid:pk>/gambar/", views.picture, name="picture"),
    path("dokumen/<uuid:pk>/", views.pdf, name="pdf"),
    re_path(
        r"^(?P<office>[a-z][a-z0-9-]*)/(?P<what>sop|standar-pelayanan|maklumat)/(?P<service>[a-z0-9-]+)\.pdf$",
        views.published,
        name="published",
    ),
    path("verifikasi/", views.verify, name="verify"),
    path("verifikasi/<str:token>/", views.verify_token, name="verify_token"),
]
