"""Calendar addresses, included at the root."""

from django.urls import path

from .views import calendars, day, links

app_name = "scheduling"

urlpatterns = [
    path("jadwal/", day.show_day, name="day"),
    path("jadwal/pekan/", calendars.show_week, name="week"),
    path("jadwal/bulan/", calendars.show_month, name="month"),
    path("jadwal/tugas-saya/", calendars.show_duties, name="duties"),
    path("jadwal/daftar-tunggu/", calendars.show_waiting, name="waiting"),
    path("jadwal/sumber-daya/<slug:code>/", calendars.show_resource, name="resource"),
    path("jadwal/langganan/", links.keep_links, name="links"),
    path("jadwal/layar/<str:token>/", links.show_display, name="display"),
    path("kalender/<str:token>.ics", links.show_feed, name="feed"),
    path("<slug:office_code>/ketersediaan/", day.show_availability, name="availability"),
]
