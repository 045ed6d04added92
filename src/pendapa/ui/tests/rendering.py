"""Renders a piece of template for a test."""

from dataclasses import dataclass

from django.template import engines


@dataclass(frozen=True)
class Visitor:
    """What the frame asks of `request.actor`, which a lower floor may not import."""

    kind: str = "anonymous"
    is_staff: bool = False
    id: str = ""


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string("{% load i18n ui %}" + template).render(context)
