from django.urls import path

from pendapa.evaluation.measures import downloads, views

app_name = "measures"
urlpatterns = [
    path("kinerja/", views.body, name="body"),
    path("kinerja/angka.json", downloads.figures_json, name="json"),
    path("kinerja/angka.csv", downloads.figures_csv, name="csv"),
    path("kinerja/unit/<slug:code>/", views.unit, name="unit"),
    path("kinerja/layanan/", views.services, name="services"),
    path("kinerja/layanan/<slug:slug>/", views.service, name="service"),
]
