from django.urls import path

from pendapa.complaints.public import downloads, knowledge_views, views

app_name = "reports"
REPORT = "laporan/<str:number>/"
urlpatterns = [
    path("laporan/", views.reports, name="list"),
    path("laporan/peta/", views.map_page, name="map"),
    path("laporan/atom.xml", downloads.feed, name="feed"),
    path("laporan/statistik/", views.statistics, name="statistics"),
    path("laporan/statistik.csv", downloads.statistics_csv, name="statistics_csv"),
    path("laporan/statistik.json", downloads.statistics_json, name="statistics_json"),
    path("lapor/tanya-jawab/", knowledge_views.answers, name="answers"),
    path(REPORT, views.report, name="report"),
    path(REPORT + "ikut/", views.follow, name="follow"),
    path(REPORT + "foto/<int:place>/", views.photo, name="photo"),
    path(REPORT + "foto/<int:place>/kecil/", views.photo_preview, name="photo_preview"),
]
