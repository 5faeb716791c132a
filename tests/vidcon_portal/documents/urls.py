"""The portal's addresses, with those of papers wherever the portal puts them."""

from django.urls import include, path

from vidcon_portal.urls import urlpatterns as portal_patterns

urlpatterns = [path("", include("vidcon_portal.documents.urls")), *portal_patterns]
