"""Renders a piece of template for a test."""

from django.template import engines


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string("{% load i18n ui %}" + template).render(context)
