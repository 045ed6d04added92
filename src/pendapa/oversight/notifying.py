"""What people are told about oversight."""

from django.utils.translation import gettext_lazy as _

from pendapa.notices.occasions import Occasion

WAITING = Occasion(
    "oversight.waiting",
    _("A finding, an action or a report to the overseer waits for you"),
    _("Please act: {number}"),
    _("{title}. {sentence}"),
    {"number": "TMN-7Q2M-48KX", "title": "Antrean melewati janji layanan", "sentence": "…"},
)
OCCASIONS = (WAITING,)
