"""`{% load ui %}`: every component and filter of the design system (docs/components.md)."""

from django.template import Library

from pendapa.ui.components import (
    buttons,
    fields,
    filters,
    icons,
    lists,
    navigation,
    page,
    progress,
    reading,
    rooms,
    uploads,
)

register = Library()
for _family in (buttons, fields, filters, icons, lists, navigation, page, progress, reading, rooms, uploads):
    register.tags.update(_family.register.tags)
    register.filters.update(_family.register.filters)
