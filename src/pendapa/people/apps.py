from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "pendapa.people"
    label = "people"
