"""The writes: invite the person concerned once per case, and take their answer without keeping whose it was."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.models import Case
from pendapa.evaluation.models import ELEMENTS, SurveyInvitation, SurveyResponse
from pendapa.evaluation.verbs import SurveyAnswered, SurveyInvited
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import local_date
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.identifiers import hash_secret
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.notices.actions import queue_message

PROFILE = ("sex", "age_band", "education", "occupation")


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
        with override(case.language):
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


@transaction.atomic
def answer_survey(
    token: str, scores: Mapping[str, int], profile: Mapping[str, str], comment: str, *, at: datetime
) -> None:
    """Keep one answer and use up the invitation. The two rows share nothing but the day.

    The token is the permission: whoever holds it was invited. Raises NotFound for an unknown token and Conflict
    for one that is used up. `scores` has each element u1…u9 as 1–4.
    """
    invitation = SurveyInvitation.objects.select_for_update().filter(token_hash=hash_secret(token)).first()
    if invitation is None:
        raise NotFound(_("This survey link is not valid. Check that you copied the whole link."))
    if invitation.used_on is not None:
        raise Conflict(_("This survey has been answered already. Thank you."))
    today = local_date(at)
    SurveyResponse.objects.create(
        service_id=invitation.service_id,
        unit_id=invitation.unit_id,
        answered_on=today,
        comment=comment,
        **{element: scores[element] for element in ELEMENTS},
        **{part: profile.get(part, "") for part in PROFILE},
    )
    invitation.used_on = today
    invitation.save(update_fields=["used_on"])
    service = invitation.service
    record(SYSTEM, SurveyAnswered(service=service.slug), Subject("service", service.slug), at=at)
