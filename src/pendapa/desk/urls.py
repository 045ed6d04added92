from django.urls import path

from pendapa.desk import case_views, document_views, views

app_name = "desk"
CASE = "meja/perkara/<str:number>/"
urlpatterns = [
    path("meja/", views.queue, name="queue"),
    path("meja/buka/", views.open_by_number, name="open_by_number"),
    path(CASE, case_views.case, name="case"),
    path(CASE + "ambil/", case_views.claim, name="claim"),
    path(CASE + "lepas/", case_views.release, name="release"),
    path(CASE + "tugaskan/", case_views.assign, name="assign"),
    path(CASE + "pesan/", case_views.message, name="message"),
    path(CASE + "catatan/", case_views.note, name="note"),
    path(CASE + "identitas/", case_views.unmask, name="unmask"),
    path(CASE + "keberatan/", case_views.objection, name="objection"),
    path(CASE + "dokumen/<uuid:document_id>/cabut/", document_views.revoke, name="revoke_document"),
    path(CASE + "berkas/<uuid:file_id>/", case_views.file, name="file"),
]
