from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "pendapa.journal"
    label = "journal"
