"""Addresses of papers and files."""

from django.urls import path

from . import views

app_name = "documents"

urlpatterns = [
    path("berkas/<uuid:pk>/", views.file, name="file"),
    path("dokumen/<uuid:pk>/", views.pdf, name="pdf"),
    path("verifikasi/", views.verify, name="verify"),
    path("verifikasi/<str:token>/", views.verify_token, name="verify_token"),
]
