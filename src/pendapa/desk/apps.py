from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pendapa.desk"
    label = "desk"
