from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "pendapa.documents"
    label = "documents"
