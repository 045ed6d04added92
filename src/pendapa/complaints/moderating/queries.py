"""The reads of moderation, narrowed to the branches in which the actor moderates."""

from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from pendapa.cases.models import Case, CaseFile, Status
from pendapa.complaints.models import Complaint, Publication, PublicPhoto
from pendapa.complaints.permissions import COMPLAINT_MODERATE
from pendapa.complaints.rules import WITHHELD_KINDS, is_withheld
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.pagination import KeysetPage, keyset_page
from pendapa.kernel.problems import NotFound
from pendapa.people.permissions import can, reachable_paths

PAGE_SIZE: Final = 50
IMAGE: Final = "image/"


def reports_to_moderate(actor: Actor) -> QuerySet[Complaint]:
    """Reports that may ever be public, of the branches in which the actor moderates. Secret ones and those about
    misconduct are not among them: there is nothing to decide."""
    within = Q(pk__in=[])
    for path in reachable_paths(actor, COMPLAINT_MODERATE):
        within |= Q(case__unit__path=path) | Q(case__unit__path__startswith=f"{path}/")
    return (
        Complaint.objects.filter(within, is_secret=False, joined_to__isnull=True)
        .exclude(kind__in=WITHHELD_KINDS)
        .exclude(case__status=Status.WITHDRAWN)
        .select_related("case__unit", "topic")
    )


def may_be_moderated_by(actor: Actor, complaint: Complaint) -> bool:
    """Whether the report is among `reports_to_moderate` (no query): where a page offers the way there."""
    is_hidden = complaint.is_secret or is_withheld(complaint.kind) or complaint.joined_to_id is not None
    return not is_hidden and complaint.case.status != Status.WITHDRAWN and can(actor, COMPLAINT_MODERATE, complaint)


def page_of_queue(actor: Actor, publication: str, cursor: str = "", *, size: int = PAGE_SIZE) -> KeysetPage[Case]:
    """Cases of reports with their `complaint`: what waits, the oldest first; what was decided, the newest first.

    `undecided_photos` says whether a photo still waits. One query; raises Invalid for a cursor that is none of ours.
    """
    photos = CaseFile.objects.filter(
        case=OuterRef("pk"), superseded_at__isnull=True, public_photo__isnull=True, file__media_type__startswith=IMAGE
    ).filter(PUBLIC_ORIGIN)
    reports = reports_to_moderate(actor).filter(publication=publication).select_related(None).order_by()
    cases = Case.objects.filter(pk__in=reports.values("pk")).select_related("unit", "complaint")
    oldest_first = publication == Publication.PENDING
    order = ("received_at", "id") if oldest_first else ("-received_at", "id")
    return keyset_page(cases.annotate(undecided_photos=Exists(photos)), order=order, cursor=cursor, size=size)


def counts_of_queue(actor: Actor) -> dict[str, int]:
    """How many reports stand in each state of publication, in one query."""
    counted = reports_to_moderate(actor).select_related(None).order_by().values("publication")
    found = {row["publication"]: row["n"] for row in counted.annotate(n=Count("pk"))}
    return {state: found.get(state, 0) for state in Publication.values}


def report_to_moderate(actor: Actor, number: str) -> Complaint:
    """The report of a number, however it was typed; raises NotFound for one that is not the actor's to moderate."""
    written = normalise_number(number)
    found = reports_to_moderate(actor).filter(case__number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no report with this number that you can decide on."))
    return found


PUBLIC_ORIGIN = Q(origin=CaseFile.Origin.FORM) | Q(message__answer__is_public=True)
"""Photos of the report itself, and those of an answer that everyone may read."""


def photos_to_moderate(complaint: Complaint) -> QuerySet[CaseFile]:
    """The photos of a report that may become public, with what was decided of each (`public_photo`)."""
    return (
        CaseFile.objects.filter(
            PUBLIC_ORIGIN, case_id=complaint.pk, superseded_at__isnull=True, file__media_type__startswith=IMAGE
        )
        .select_related("file", "public_photo__copy", "public_photo__preview")
        .order_by("added_at", "id")
    )


def known_words(case: Case) -> list[str]:
    """What of the reporter is looked for in their text: name, address, number."""
    return [word for word in (case.applicant_name, case.contact_email, case.contact_phone) if word]


def decided_photo(held: CaseFile) -> PublicPhoto | None:
    """What was decided of a photo; None while nothing was."""
    return getattr(held, "public_photo", None)
