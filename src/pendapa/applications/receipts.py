"""The receipt: what the applicant takes away after sending, on the page and as a PDF."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pendapa.applications.actions.submission import Receipt, receipt_of, require_sender
from pendapa.documents.typesetting import shared_template, typeset
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date


def sent_receipt(actor: Actor, draft_id: UUID) -> Receipt | None:
    """The receipt of a draft that the actor sent; None when it was not sent. Raises Forbidden for anyone else's."""
    receipt = receipt_of(draft_id)
    if receipt is not None:
        require_sender(actor, receipt, draft_id)
    return receipt


def receipt_document(receipt: Receipt) -> bytes:
    """The receipt as a PDF (PDF/UA-1, PDF/A-3a)."""
    case = receipt.case
    address = settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number])
    language = get_language() or "id"
    due = date_format(receipt.clock.due_on, "j F Y")
    data = {
        "language": language,
        "body_name": settings.PENDAPA_BODY_NAME,
        "number": case.number,
        "service": case.local_title,
        "unit": {"name": case.unit.local_name},
        "received_on": local_date(case.received_at).isoformat(),
        "due_on": receipt.clock.due_on.isoformat(),
        "track_url": settings.PENDAPA_PUBLIC_URL + reverse("cases:find"),
        "next_steps": [
            _("An officer checks what you sent. If something is missing, we tell you everything at once."),
            _("The office decides, and signs the document."),
            _("You download the document, or fetch it at the counter, by {due} at the latest.").format(due=due),
        ],
    }
    return typeset(shared_template("receipt.typ"), data, qr_address=address, at=case.received_at)
