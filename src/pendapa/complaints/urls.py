from django.urls import URLPattern, URLResolver, path

from pendapa.complaints import party_views, setting_views, staff_views, views
from pendapa.complaints.intake.map_views import map_places

app_name = "complaints"
DRAFT = "lapor/<uuid:draft_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("lapor/", views.start, name="start"),
    path("lapor/peta.json", map_places, name="map_places"),
    path(DRAFT + "lanjut/<str:secret>/", views.resume, name="resume"),
    path(DRAFT + "nanti/", views.later, name="later"),
    path(DRAFT + "buang/", views.discard, name="discard"),
    path(DRAFT + "terkirim/", views.sent, name="sent"),
    path(DRAFT + "unggah/", views.upload, name="upload"),
    path(DRAFT + "foto/<uuid:file_id>/", views.photo, name="photo"),
    path(DRAFT + "gabung/<str:number>/", views.join, name="join"),
    path(DRAFT + "<slug:page>/", views.page, name="page"),
    path("lacak/<str:number>/tanggapan/", party_views.judge, name="judge"),
    path("meja/perkara/<str:number>/laporan/<slug:step>/", staff_views.step, name="step"),
    path("meja/templat/", setting_views.templates, name="templates"),
    path("meja/templat/baru/", setting_views.template, name="new_template"),
    path("meja/templat/<int:pk>/", setting_views.template, name="template"),
    path("meja/tenggat/", setting_views.deadlines, name="deadlines"),
]
