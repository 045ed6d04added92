from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "pendapa.workflow"
    label = "workflow"
