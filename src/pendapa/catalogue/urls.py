"""The catalogue at the desk; its public pages are in `portal`."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from pendapa.catalogue import views


class VersionConverter(IntConverter):
    """A version number that fits the column."""

    regex = "[1-9][0-9]{0,8}"


register_converter(VersionConverter, "standard_version")
app_name = "catalogue"
STANDARD = "meja/katalog/<slug:slug>/<standard_version:version>/"
urlpatterns = [
    path("meja/katalog/", views.services, name="services"),
    path("meja/katalog/<slug:slug>/", views.versions, name="versions"),
    path(STANDARD, views.standard, name="standard"),
    path(f"{STANDARD}ajukan/", views.submit, name="submit"),
    path(f"{STANDARD}kembalikan/", views.send_back, name="return"),
    path(f"{STANDARD}terbitkan/", views.publish, name="publish"),
]
