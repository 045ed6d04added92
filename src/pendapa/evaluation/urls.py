from django.urls import path

from pendapa.evaluation import views

app_name = "evaluation"
urlpatterns = [path("nilai/<str:token>/", views.survey, name="survey")]
