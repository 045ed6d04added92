"""The person concerned is invited once per case."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.models import Case
from pendapa.evaluation.models import SurveyInvitation
from pendapa.evaluation.verbs import SurveyInvited
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.identifiers import hash_secret
from pendapa.notices.actions import queue_message


def invitation_token(case_id: UUID) -> str:
    """The token of a case's invitation: 32 signs, derived by a key of ours, so that every page can show the link."""
    return blind_index(str(case_id), context="evaluation.invitation")[:32]


@transaction.atomic
def invite_to_survey(case: Case, *, at: datetime) -> None:
    """Ask the person concerned to rate the service of a closed case; a second call changes nothing."""
    if case.service is None:
        return
    token = invitation_token(case.pk)
    _invitation, is_new = SurveyInvitation.objects.get_or_create(
        token_hash=hash_secret(token),
        defaults={
            "service": case.service,
            "unit": case.unit,
            "created_at": at,
        },
    )
    if not is_new:
        return
    if case.contact_email:
        with override(case.language_of_person):
            queue_message(
                key=f"survey:{case.pk}",
                to=case.contact_email,
                subject=_("How was our service?"),
                body=_(
                    "Your matter {number} is closed. Please tell us in two minutes how the service was. "
                    "Your answer is kept without your name.\n\n{link}"
                ).format(number=case.number, link=settings.PENDAPA_PUBLIC_URL + survey_address(case.pk)),
                at=at,
            )
    record(SYSTEM, SurveyInvited(service=case.service.slug), case.subject, at=at)


def survey_address(case_id: UUID) -> str:
    """The path of a case's survey page."""
    return reverse("evaluation:survey", args=[invitation_token(case_id)])
