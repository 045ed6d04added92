from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "pendapa.applications"
    label = "applications"
