"""The reads: what the public may know, what an actor may see, drafts, topics and deadlines."""

import re
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pendapa.cases.models import Case, Clock, Status
from pendapa.cases.queries import cases_visible_to
from pendapa.complaints.intake.secrets import is_secret_of_draft
from pendapa.complaints.models import AnswerTemplate, Complaint, DeadlineRule, Draft, Publication, Topic
from pendapa.complaints.rules import FIRST_DEADLINES, OPEN_KINDS, WITHHELD_KINDS, Deadline, Step
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import NotFound
from pendapa.people.models import Organization

CASE_KIND = "complaint"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def public_complaints() -> QuerySet[Complaint]:
    """The one door to what the public may read: published, never secret, never of a withheld kind, neither withdrawn
    nor joined with another (`public_complaint` leads from one that was joined to the one that stands for it).

    Pages, map, feeds, search, statistics, Open311 and the search for duplicates all begin here. Of what it gives, only
    `public_text`, the place's names, the rounded place, the dates and the public answers are public: never `text`,
    `place`, the exact place, or anything of the case's person.
    """
    return (
        Complaint.objects.filter(publication=Publication.PUBLISHED, is_secret=False, joined_to__isnull=True)
        .exclude(kind__in=WITHHELD_KINDS)
        .exclude(case__status=Status.WITHDRAWN)
        .select_related("case__unit", "topic")
        .defer("text", "place", "latitude", "longitude", "case__applicant_name", "case__contact_email")
        .defer("case__contact_phone", "case__secret_hash")
    )


def sealed_among(matters: Collection[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """Of these matters (kind of subject, identifier) the complaints, and whether each is sealed now."""
    cases = [UUID(key) for kind, key in matters if kind == "case" and _UUID.fullmatch(key)]
    found = Complaint.objects.filter(case__in=cases).only("case_id", "is_secret", "is_anonymous", "kind")
    return {("case", str(one.case_id)): one.is_sealed for one in found} if cases else {}


def public_complaint(number: str) -> Complaint:
    """The published complaint of a number, however it was typed, or the one that it was joined with.

    Raises NotFound, the same for a number that is hidden and for one that never was.
    """
    written = normalise_number(number)
    stands_for = Q(case__number=written) | Q(
        joined__case__number=written,
        joined__publication=Publication.PUBLISHED,
        joined__is_secret=False,
        joined__kind__in=OPEN_KINDS,
    )
    found = public_complaints().filter(stands_for).distinct().first() if written else None
    if found is None:
        raise NotFound(_("There is no public report with this number."))
    return found


def complaints_visible_to(actor: Actor) -> QuerySet[Complaint]:
    """The actor's own complaints, those whose secret was shown, and those of units in which the actor works or that
    they inspect. Deciding what is public is not done from here (`public_complaints`)."""
    return Complaint.objects.filter(case__in=cases_visible_to(actor).values("pk")).select_related(
        "case__unit", "topic", "suggested_unit", "outside_body"
    )


def complaint_of(case: Case) -> Complaint:
    """The complaint of a case; no query when the case brought it along."""
    found = case.complaint
    if "case" not in found._state.fields_cache:
        found.case = case
    return found


def drafts_editable_by(actor: Actor) -> QuerySet[Draft]:
    """Drafts of the actor's account, and those whose secret the actor has shown."""
    mine = Q(pk__in=[UUID(secret) for secret in actor.secrets if _UUID.fullmatch(secret)])
    if actor.kind == "person" and actor.id:
        mine |= Q(account_id=actor.id)
    return Draft.objects.filter(mine)


def draft_opened_with(draft_id: UUID, secret: str) -> Draft | None:
    """The draft behind a link to go on with, None when the secret is wrong."""
    return Draft.objects.filter(pk=draft_id).first() if is_secret_of_draft(draft_id, secret) else None


def active_topics() -> QuerySet[Topic]:
    """Topics that may be chosen, by name."""
    return Topic.objects.filter(is_active=True).select_related("unit")


def deadline_for(step: Step, kind: str, on: date) -> Deadline:
    """The deadline that counts on a day: the kind's own before the one for all kinds, the newest first.

    Without any row, what the table began with; raises LookupError for a step that has none there either.
    """
    rules = DeadlineRule.objects.on(on).filter(step=step, kind__in=[kind, ""]).order_by("-kind", "-valid_from")
    rule = rules.first()
    if rule is not None:
        return Deadline(rule.working_days, rule.source, rule.is_confirmed)
    found = FIRST_DEADLINES.get((step, kind)) or FIRST_DEADLINES.get((step, ""))
    if found is None:
        raise LookupError(f"There is no deadline for {step} of {kind}.")
    return found


def intake_unit() -> Organization:
    """Where complaints arrive: the organisation named in PENDAPA_COMPLAINT_DESK, else the public body itself.

    Raises NotFound while there is no public body.
    """
    code = getattr(settings, "PENDAPA_COMPLAINT_DESK", "")
    found = Organization.objects.filter(code=code).first() if code else None
    found = found or (
        Organization.objects.filter(parent__isnull=True, kind=Organization.Kind.BODY).order_by("id").first()
    )
    if found is None:
        raise NotFound(_("No public body is set up here yet."))
    return found


def templates_for(unit: Organization) -> QuerySet[AnswerTemplate]:
    """Ready answers of a unit and of all above it."""
    parts = unit.path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    return AnswerTemplate.objects.filter(is_active=True, unit__path__in=above).select_related("unit")


def overdue_cases(today: date) -> list[UUID]:
    """Open complaints with a running clock that ran out before today, the longest overdue first."""
    late = (
        Clock.objects.filter(case__kind=CASE_KIND, stopped_on__isnull=True, paused_on__isnull=True, due_on__lt=today)
        .order_by("due_on")
        .values_list("case_id", flat=True)
    )
    return list(dict.fromkeys(late))


def unanswered_cases(today: date) -> list[UUID]:
    """Complaints whose person had until before today to respond."""
    return list(Complaint.objects.filter(respond_by__lt=today).order_by("respond_by").values_list("pk", flat=True))
