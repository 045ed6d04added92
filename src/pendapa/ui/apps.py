from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "pendapa.ui"
    label = "ui"
