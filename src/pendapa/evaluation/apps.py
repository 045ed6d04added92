from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "pendapa.evaluation"
    label = "evaluation"
