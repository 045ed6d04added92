"""What the journal tells of a complaint that another system handled."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("complaint.imported", audience=Audience.PARTIES)
class ComplaintImported:
    """The report was taken over, with the unit that had it."""

    unit: Public[str]
    topic: Public[str]
    received: Public[date]
    unit_name: str
    unit_name_en: str
    sentence = _("Taken over from another system, where {unit_name} had it since {received}.")
    log_sentence = _("A report that {unit} had in another system was taken over.")
    log_safety = "Unit, topic and day, as of a report received here; of a sealed report all of it is empty."


@verb("complaint.imported_answer", audience=Audience.PARTIES)
class ComplaintAnsweredElsewhere:
    """The unit had answered before the report was taken over; its words were not."""

    unit: Public[str]
    answered: Public[date]
    unit_name: str
    unit_name_en: str
    sentence = _("{unit_name} answered on {answered}, in the system that the report comes from.")
    log_sentence = _("{unit} had answered the report before it was taken over.")
    log_safety = "Unit and day; of a sealed report both are empty."
