from django.urls import path

from pendapa.evaluation import views
from pendapa.evaluation.calendar import views as calendar_views
from pendapa.evaluation.surveys import desk_views, entry_views, open_views, print_views, result_views

app_name = "evaluation"
DESK = "meja/survei/"
SURVEY = DESK + "<int:survey_id>/"
RESULT = "kinerja/survei/<int:survey_id>/"
urlpatterns = [
    path("nilai/s/<str:code>/", open_views.sheet, name="sheet"),
    path("nilai/s/<str:code>/kios/", open_views.kiosk, name="kiosk"),
    path("nilai/<str:token>/", views.survey, name="survey"),
    path("kinerja/survei/", result_views.results, name="results"),
    path(RESULT, result_views.result, name="result"),
    path(RESULT + "laporan.pdf", result_views.public_pdf, name="result_pdf"),
    path(RESULT + "laporan.ods", result_views.public_ods, name="result_ods"),
    path(DESK, desk_views.surveys, name="desk_surveys"),
    path(DESK + "angka/", desk_views.figures, name="desk_figures"),
    path(DESK + "pendapat/", desk_views.comments, name="desk_comments"),
    path(DESK + "pendapat/tidak-terbit/", desk_views.unpublished, name="desk_unpublished"),
    path(DESK + "baru/", desk_views.edit, name="desk_new"),
    path(SURVEY, desk_views.survey, name="desk_survey"),
    path(SURVEY + "ubah/", desk_views.edit, name="desk_edit"),
    path(SURVEY + "langkah/<slug:name>/", desk_views.step, name="desk_step"),
    path(SURVEY + "rencana/<slug:element>/", desk_views.plan, name="desk_plan"),
    path(SURVEY + "formulir/", entry_views.paper, name="paper"),
    path(SURVEY + "unggah/", entry_views.upload, name="upload"),
    path(SURVEY + "kode/", print_views.poster, name="poster"),
    path(SURVEY + "slip/", print_views.slips, name="slips"),
    path(SURVEY + "laporan.pdf", result_views.desk_pdf, name="desk_pdf"),
    path(SURVEY + "laporan.ods", result_views.desk_ods, name="desk_ods"),
    path("meja/evaluasi/", calendar_views.tasks, name="tasks"),
    path("meja/evaluasi/rencana/", calendar_views.plan, name="plan_tasks"),
    path("meja/evaluasi/tahun/<int:number>/", calendar_views.year, name="year"),
    path("meja/evaluasi/<int:task_id>/", calendar_views.task, name="task"),
]
