"""Documents that were issued in a case and turn out to be wrong."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions.locking import lock_case, touch
from pendapa.cases.models import Case
from pendapa.cases.permissions import require_impartial
from pendapa.documents.actions import revoke_document
from pendapa.documents.models import IssuedDocument
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import NotFound
from pendapa.notices.actions import queue_message


@transaction.atomic
def revoke_case_document(actor: Actor, case_id: UUID, document_id: UUID, reason: str, *, at: datetime) -> Case:
    """Revoke a document that was issued in a case; its person is told, with the reason.

    Raises NotFound for a document of another matter, Forbidden unless the actor heads the unit and is not concerned,
    Invalid without a reason, Conflict when it is revoked already.
    """
    case = lock_case(case_id)
    require_impartial(actor, case)
    about = case.subject
    document = IssuedDocument.objects.filter(pk=document_id, subject_type=about.type, subject_id=about.id).first()
    if document is None:
        raise NotFound(_("This document does not belong to the case."))
    revoked = revoke_document(actor, document, reason, at=at)
    touch(case)
    _tell_the_person(case, revoked, at=at)
    return case


def _tell_the_person(case: Case, document: IssuedDocument, *, at: datetime) -> None:
    if not case.contact_email:
        return
    with override(case.language_of_person):
        queue_message(
            key=f"document-revoked:{document.pk}",
            to=case.contact_email,
            subject=_("Your document {number} was revoked").format(number=document.number),
            body=_("It no longer counts. The reason:\n{reason}\n\nYou find all of it here:\n{link}").format(
                reason=document.revocation_reason,
                link=settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number]),
            ),
            at=at,
        )
