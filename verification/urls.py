"""Meetings: trying again at the provider, and the door through which one enters."""

from django.urls import path

from .views import credentials, hooks, meetings

app_name = "verification"

urlpatterns = [
    path("permohonan/<slug:ticket>/rapat/siapa/", credentials.choose_audience, name="audience"),
    path("permohonan/<slug:ticket>/rapat/dilihat/", credentials.list_views, name="passcode_views"),
    path("permohonan/<slug:ticket>/rapat/<int:number>/kata-sandi/", credentials.show_passcode, name="passcode"),
    path("permohonan/<slug:ticket>/rapat/<int:number>/ulangi/", meetings.repeat_meeting, name="repeat"),
    path("kait/zoom/<int:pk>/", hooks.take_zoom, name="zoom_hook"),
    path("rapat/<str:door>/", meetings.enter, name="door"),
]
