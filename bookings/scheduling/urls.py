"""Calendar addresses, included at the root."""

from django.urls import path

from .views import blocks, calendars, day, links, units

app_name = "scheduling"

urlpatterns = [
    path("jadwal/", day.show_day, name="day"),
    path("jadwal/pekan/", calendars.show_week, name="week"),
    path("jadwal/bulan/", calendars.show_month, name="month"),
    path("jadwal/tugas-saya/", calendars.show_duties, name="duties"),
    path("jadwal/daftar-tunggu/", calendars.show_waiting, name="waiting"),
    path("jadwal/cuti/", blocks.keep_leave, name="leave"),
    path("jadwal/perawatan/", blocks.keep_maintenance, name="maintenance"),
    path("jadwal/tidak-tersedia/<int:pk>/akhiri/", blocks.end, name="end_block"),
    path("jadwal/sumber-daya/<slug:code>/", calendars.show_resource, name="resource"),
    path("jadwal/label-alat.pdf", units.print_labels, name="kit_labels"),
    path("lapangan/alat/<slug:office_code>/<slug:code>/", units.show_unit, name="unit"),
    path("lapangan/alat/<slug:office_code>/<slug:code>/serah/", units.hand_out, name="hand_out"),
    path("lapangan/alat/<slug:office_code>/<slug:code>/kembali/", units.take_back, name="take_back"),
    path("jadwal/langganan/", links.keep_links, name="links"),
    path("jadwal/layar/<str:token>/", links.show_display, name="display"),
    path("kalender/<str:token>.ics", links.show_feed, name="feed"),
    path("<slug:office_code>/ketersediaan/", day.show_availability, name="availability"),
]
