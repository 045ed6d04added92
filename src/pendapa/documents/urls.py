"""The public verification pages."""

from django.urls import path

from pendapa.documents import views

app_name = "documents"
urlpatterns = [
    path("verifikasi/", views.verify, name="verify"),
    path("verifikasi/<str:code>/", views.result, name="result"),
]
