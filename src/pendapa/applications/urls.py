from django.urls import path

from pendapa.applications import staff_views, views

app_name = "applications"
APPLY = "layanan/<slug:slug>/ajukan/"
DRAFT = APPLY + "<uuid:draft_id>/"
urlpatterns = [
    path(APPLY, views.start, name="start"),
    path(DRAFT + "lanjut/<str:secret>/", views.resume, name="resume"),
    path(DRAFT + "nanti/", views.later, name="later"),
    path(DRAFT + "buang/", views.discard, name="discard"),
    path(DRAFT + "periksa/", views.check, name="check"),
    path(DRAFT + "terkirim/", views.sent, name="sent"),
    path(DRAFT + "terkirim/bukti.pdf", views.receipt_pdf, name="receipt_pdf"),
    path(DRAFT + "berkas/<uuid:file_id>/", views.draft_file, name="draft_file"),
    path(DRAFT + "<slug:page>/", views.page, name="page"),
    path(DRAFT + "<slug:page>/cek/", views.check_answer, name="check_answer"),
    path(DRAFT + "<slug:page>/berkas/<slug:field>/", views.upload, name="upload"),
    path("lacak/<str:number>/perbaiki/", views.correct, name="correct"),
    path("meja/perkara/<str:number>/langkah/<uuid:task_id>/", staff_views.finish_task, name="finish_task"),
    path("meja/perkara/<str:number>/pratinjau.pdf", staff_views.preview, name="preview"),
]
