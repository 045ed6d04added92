from django.urls import URLPattern, URLResolver, path

from pendapa.complaints.deadlines.views import deadlines
from pendapa.complaints.intake import draft_views, views
from pendapa.complaints.intake.map_views import map_places
from pendapa.complaints.judging.views import judge
from pendapa.complaints.ready_answers import views as ready_answers
from pendapa.complaints.working.views import step

app_name = "complaints"
DRAFT = "lapor/<uuid:draft_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("lapor/", views.start, name="start"),
    path("lapor/peta.json", map_places, name="map_places"),
    path(DRAFT + "lanjut/<str:secret>/", draft_views.resume, name="resume"),
    path(DRAFT + "nanti/", draft_views.later, name="later"),
    path(DRAFT + "buang/", draft_views.discard, name="discard"),
    path(DRAFT + "terkirim/", draft_views.sent, name="sent"),
    path(DRAFT + "unggah/", draft_views.upload, name="upload"),
    path(DRAFT + "foto/<uuid:file_id>/", draft_views.photo, name="photo"),
    path(DRAFT + "gabung/<str:number>/", draft_views.join, name="join"),
    path(DRAFT + "<slug:page>/", views.page, name="page"),
    path("lacak/<str:number>/tanggapan/", judge, name="judge"),
    path("meja/perkara/<str:number>/laporan/<slug:step>/", step, name="step"),
    path("meja/templat/", ready_answers.templates, name="templates"),
    path("meja/templat/baru/", ready_answers.template, name="new_template"),
    path("meja/templat/<int:pk>/", ready_answers.template, name="template"),
    path("meja/tenggat/", deadlines, name="deadlines"),
]
