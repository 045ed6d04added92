"""What of a report the public may read: decided by somebody of the office before anything is public."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions import touch
from pendapa.cases.permissions import require_impartial
from pendapa.complaints.actions.locking import labels_of, lock_complaint
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.models import Complaint, Publication
from pendapa.complaints.permissions import COMPLAINT_MODERATE
from pendapa.complaints.rules import LONGEST_TEXT, is_withheld
from pendapa.complaints.verbs import ComplaintModerated
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.people.permissions import require


@transaction.atomic
def moderate_complaint(
    actor: Actor,
    case_id: UUID,
    public_text: str,
    publication: str,
    *,
    expected_revision: int | None = None,
    at: datetime,
) -> Complaint:
    """Set what the public reads instead of the report's own words, and whether it is published.

    Raises Invalid for a report that may never be public, and for one that would be published without words.
    """
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    require(actor, COMPLAINT_MODERATE, complaint)
    require_impartial(actor, complaint.case)
    words = plain_text(public_text).replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    if publication == Publication.PUBLISHED:
        _require_publishable(complaint, words)
    complaint.public_text = words
    complaint.publication = Publication(publication)
    if publication == Publication.PUBLISHED:
        complaint.published_at = complaint.published_at or at
    complaint.save(update_fields=["public_text", "publication", "published_at"])
    touch(complaint.case)
    labels = labels_of(Publication(publication).label, "publication_label")
    record_about(actor, COMPLAINT_MODERATE, ComplaintModerated(publication=publication, **labels), complaint, at=at)
    return complaint


def _require_publishable(complaint: Complaint, words: str) -> None:
    refused = ""
    if complaint.is_secret:
        refused = _("This report is secret: its person wants it hidden from the public.")
    elif is_withheld(complaint.kind):
        refused = _("Reports of misconduct are not published.")
    elif not words:
        refused = _("Write what the public may read.")
    if refused:
        raise Invalid(refused, errors=[FieldError("publication" if words else "public_text", refused)])
