from django.urls import URLPattern, URLResolver, path

from pendapa.complaints import views

app_name = "complaints"
DRAFT = "lapor/<uuid:draft_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("lapor/", views.start, name="start"),
    path(DRAFT + "lanjut/<str:secret>/", views.resume, name="resume"),
    path(DRAFT + "nanti/", views.later, name="later"),
    path(DRAFT + "buang/", views.discard, name="discard"),
    path(DRAFT + "terkirim/", views.sent, name="sent"),
    path(DRAFT + "unggah/", views.upload, name="upload"),
    path(DRAFT + "foto/<uuid:file_id>/", views.photo, name="photo"),
    path(DRAFT + "gabung/<str:number>/", views.join, name="join"),
    path(DRAFT + "<slug:page>/", views.page, name="page"),
]
