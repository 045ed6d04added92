"""The living page, in development only."""

from django.urls import path

from pendapa.ui import views

app_name = "ui"
urlpatterns = [path("", views.living_page, name="living-page")]
