from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "pendapa.files"
    label = "files"
