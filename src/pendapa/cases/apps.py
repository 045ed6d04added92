from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "pendapa.cases"
    label = "cases"
