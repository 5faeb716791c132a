"""Meetings: who gets the link, trying again at the provider, the door through which one enters; the providers."""

from django.urls import path

from .views import credentials, hooks, meetings, platforms

app_name = "verification"

urlpatterns = [
    path("permohonan/<slug:ticket>/rapat/siapa/", credentials.choose_audience, name="audience"),
    path("permohonan/<slug:ticket>/rapat/dilihat/", credentials.list_views, name="passcode_views"),
    path("permohonan/<slug:ticket>/rapat/<int:number>/kata-sandi/", credentials.show_passcode, name="passcode"),
    path("permohonan/<slug:ticket>/rapat/<int:number>/ulangi/", meetings.repeat_meeting, name="repeat"),
    path("penyedia-rapat/", platforms.list_platforms, name="platforms"),
    path("penyedia-rapat/ulangi/", platforms.repeat_all, name="repeat_all"),
    path("penyedia-rapat/baru/<slug:provider>/", platforms.add_platform, name="add_platform"),
    path("penyedia-rapat/<int:pk>/", platforms.edit_platform, name="platform"),
    path("penyedia-rapat/<int:pk>/coba/", platforms.try_platform, name="try_platform"),
    path("kait/zoom/<int:pk>/", hooks.take_zoom, name="zoom_hook"),
    path("rapat/<str:door>/", meetings.enter, name="door"),
]
