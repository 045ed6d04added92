from django.urls import path

from pendapa.portal import account_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("cari/", views.search, name="search"),
    path("layanan/", views.services, name="services"),
    path("layanan/<slug:slug>/", views.service, name="service"),
    path("layanan/<slug:slug>/standar/", views.standard_history, name="standard_history"),
    path("layanan/<slug:slug>/standar/<int:version>/", views.standard_version, name="standard_version"),
    path("peristiwa/<slug:key>/", views.life_event, name="life_event"),
    path("bantuan/", views.help_page, name="help"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("privasi/", views.privacy, name="privacy"),
    path("akun/", account_views.overview, name="account"),
    path("akun/jejak/", account_views.traces, name="traces"),
]
