"""The filters of `pendapa.ui.formatting`, for templates."""

from django.template import Library

from pendapa.ui import formatting

register = Library()
for _name in ("body_date", "short_date", "clock_time", "body_time", "rupiah", "masked"):
    register.filter(_name, getattr(formatting, _name))
