"""What can be done by SMS or chat about complaints: LAPOR and what happened."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.complaints.actions import ComplaintIn, submit_complaint
from pendapa.complaints.models import Source
from pendapa.journal.actors import Actor
from pendapa.notices.inbound import InboundCommand, InboundText
from pendapa.ui.formatting import body_date


def take_report(text: InboundText, at: datetime) -> str:
    """A report in the words that were sent, once for each message; its person is heard by the telephone they used, if
    the channel makes sure that it is theirs."""
    sender = Actor(kind="anonymous", channel="message", language=settings.LANGUAGE_CODE)
    given = ComplaintIn(text=text.rest, phone=text.phone, source=Source.SMS)
    receipt = submit_complaint(sender, given, key=text.key, at=at)
    return _(
        "We have received your report {number}. By {due} we hand it to the right unit. Follow it here: {link}"
    ).format(
        number=receipt.case.number,
        due=body_date(receipt.clock.due_on),
        link=settings.PENDAPA_PUBLIC_URL + reverse("cases:open", args=[receipt.case.number, receipt.secret]),
    )


REPORT = InboundCommand(
    "LAPOR", take_report, gettext_lazy("LAPOR <what happened, and where>: report something"), other_words=("ADUAN",)
)
