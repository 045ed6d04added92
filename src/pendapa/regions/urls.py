"""Mounted at /wilayah/."""

from django.urls import path

from pendapa.regions import views

app_name = "regions"
urlpatterns = [path("saran/", views.suggestions, name="suggestions")]
