"""Addresses of reports, included at the root."""

from django.urls import path

from . import views

app_name = "reports"

urlpatterns = [path("laporan/", views.list_reports, name="list")]
