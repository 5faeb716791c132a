"""Calendar addresses, included at the root."""

from django.urls import path

from . import views

app_name = "scheduling"

urlpatterns = [
    path("jadwal/", views.show_day, name="day"),
    path("<slug:office_code>/ketersediaan/", views.show_availability, name="availability"),
]
