"""What heads of units are told about evaluation."""

from django.utils.translation import gettext_lazy as _

from pendapa.notices.occasions import Occasion

DUE = Occasion(
    "evaluation.due",
    _("An evaluation of your unit falls due"),
    _("Due on {day}: {name}"),
    _("{name} of your unit is due on {day}. Answer it at the desk, where the evidence from the record is ready."),
    {"name": "Survei kepuasan masyarakat", "day": "31-12-2026"},
)
OCCASIONS = (DUE,)
