"""Meetings: trying again at the provider, and the door through which one enters."""

from django.urls import path

from . import views

app_name = "verification"

urlpatterns = [
    path("permohonan/<slug:ticket>/rapat/<int:number>/ulangi/", views.repeat_meeting, name="repeat"),
    path("rapat/<str:door>/", views.enter, name="door"),
]
