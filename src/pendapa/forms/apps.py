from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "pendapa.forms"
    label = "forms"
