"""Words to those whom a complaint concerns. They name the number and the link, never what was reported."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from pendapa.cases.models import Case
from pendapa.notices.actions import queue_message
from pendapa.ui.formatting import body_date


def tell_receipt(case: Case, secret: str, due_on: date, *, at: datetime) -> None:
    """The receipt by e-mail, with the link that opens the case, where there is an address."""
    link = settings.PENDAPA_PUBLIC_URL + reverse("cases:open", args=[case.number, secret])
    _tell(
        case,
        f"complaint-receipt:{case.pk}",
        _("We have received your report {number}"),
        _(
            "Your report has arrived. Its number is {number}.\n"
            "By {due} we have checked it and handed it to the right unit.\n\nFollow it here:\n{link}"
        ),
        link=link,
        due=due_on,
        at=at,
    )


def _tell(case: Case, key: str, subject: str, body: str, *, link: str, due: date | None = None, at: datetime) -> None:
    """Queue a word to the person of a case, in their language; `subject` and `body` are messages still to be filled."""
    if not case.contact_email:
        return
    with override(case.language_of_person):
        words = {"number": case.number, "link": link, "due": body_date(due) if due else ""}
        queue_message(
            key=key,
            to=case.contact_email,
            subject=gettext(subject).format(**words),
            body=gettext(body).format(**words),
            at=at,
        )
