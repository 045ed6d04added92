from django.urls import path

from pendapa.complaints.public import knowledge_views

app_name = "knowledge"
urlpatterns = [
    path("meja/laporan/tanya-jawab/", knowledge_views.desk, name="list"),
    path("meja/laporan/tanya-jawab/dari/<str:number>/", knowledge_views.make, name="make"),
    path("meja/laporan/tanya-jawab/<int:knowledge_id>/", knowledge_views.edit, name="edit"),
    path("meja/laporan/usulan/<str:number>/", knowledge_views.keep, name="keep"),
]
