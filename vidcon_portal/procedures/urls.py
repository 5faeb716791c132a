"""Public pages of offices and their SOPs. Included last: every other root goes before an office's code."""

from django.urls import path, register_converter

from . import views
from .converters import OfficeCodeConverter

register_converter(OfficeCodeConverter, "office_code")

app_name = "procedures"

urlpatterns = [
    path("", views.list_offices, name="offices"),
    path("<office_code:office>/", views.show_office, name="office"),
    path("<office_code:office>/sop/", views.show_procedure, name="procedure"),
    path("<office_code:office>/sop/<slug:service>/", views.show_procedure, name="procedure_of_service"),
    path("<office_code:office>/sop/<slug:service>/<int:version>/", views.show_procedure, name="procedure_version"),
    path("<office_code:office>/standar-pelayanan/", views.show_standard, name="standard"),
    path("<office_code:office>/standar-pelayanan/<slug:service>/", views.show_standard, name="standard_of_service"),
]
