"""The service tasks of a process, bound to one application: what a drawn process may make the program do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pendapa.applications.issuing import issue_for
from pendapa.applications.models import Application
from pendapa.cases.actions import decide_case, pause_clocks, resume_clocks
from pendapa.cases.models import Case, Decision
from pendapa.journal.actors import Actor
from pendapa.notices.actions import queue_message

Handler = Callable[[dict[str, Any]], dict[str, Any]]


def process_services(actor: Actor, case: Case, application: Application, *, at: datetime) -> Mapping[str, Handler]:
    """Handlers by the documented names (docs/processes.md); they run inside the transaction of the step."""

    def issue_document(_data: dict[str, Any]) -> dict[str, Any]:
        document = issue_for(actor, case, application, at=at)
        return {"document_number": document.number}

    def close_granted(data: dict[str, Any]) -> dict[str, Any]:
        with override(case.language):
            reason = str(data.get("reason") or _("All requirements are met."))
        made = decide_case(actor, case, Decision.Outcome.GRANTED, reason, str(data.get("legal_basis") or ""), at=at)
        _tell(case, f"decided-{made.pk}", _("Your document is ready. Open your application to download it."), at=at)
        return {}

    def close_refused(data: dict[str, Any]) -> dict[str, Any]:
        made = decide_case(
            actor, case, Decision.Outcome.REFUSED, str(data.get("reason", "")), str(data.get("legal_basis", "")), at=at
        )
        words = _("Your application was refused. Open it to read why, and how to object.")
        _tell(case, f"decided-{made.pk}", words, at=at)
        return {}

    def notify_applicant(_data: dict[str, Any]) -> dict[str, Any]:
        _tell(case, f"news-{case.revision}", _("There is news about your application. Please open it."), at=at)
        return {}

    def pause_clock(_data: dict[str, Any]) -> dict[str, Any]:
        pause_clocks(case, "applicant_must_act", at=at)
        return {}

    def resume_clock(_data: dict[str, Any]) -> dict[str, Any]:
        resume_clocks(case, at=at)
        return {}

    return {
        "issue_document": issue_document,
        "close_granted": close_granted,
        "close_refused": close_refused,
        "notify_applicant": notify_applicant,
        "pause_clock": pause_clock,
        "resume_clock": resume_clock,
    }


def _tell(case: Case, event: str, words: str | Promise, *, at: datetime) -> None:
    if not case.contact_email:
        return
    with override(case.language_of_person):
        queue_message(
            key=f"application:{case.pk}:{event}",
            to=case.contact_email,
            subject=str(_("News about your application {number}")).format(number=case.number),
            body=f"{words}\n\n{settings.PENDAPA_PUBLIC_URL}{reverse('cases:track', args=[case.number])}",
            at=at,
        )
