"""The writes of moderation. Each is kept with what stood before and after it, and can be taken back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from pendapa.cases.actions import touch
from pendapa.cases.models import CaseFile
from pendapa.cases.permissions import require_impartial
from pendapa.complaints.actions.locking import labels_of, lock_complaint
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.models import Complaint, ModerationStep, Publication, PublicPhoto
from pendapa.complaints.moderating.permissions import MODERATION_UNDO, PHOTO_MODERATE
from pendapa.complaints.moderating.photos import LONG_EDGE, PREVIEW_EDGE, Area, public_copy
from pendapa.complaints.moderating.queries import photos_to_moderate
from pendapa.complaints.moderating.state import State, put_photos_back, state_of
from pendapa.complaints.moderating.verbs import ModerationUndone, PhotoModerated
from pendapa.complaints.permissions import COMPLAINT_MODERATE
from pendapa.complaints.rules import LONGEST_TEXT, is_withheld
from pendapa.complaints.verbs import ComplaintModerated
from pendapa.files.actions import mark_attached, store_generated
from pendapa.files.models import StoredFile
from pendapa.files.queries import read_file
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.people.permissions import require

What = ModerationStep.What
LONGEST_REASON = 1000
LONGEST_DESCRIPTION = 300
_STEP_OF = {
    Publication.PUBLISHED: What.PUBLISHED,
    Publication.WITHHELD: What.WITHHELD,
    Publication.PENDING: What.SAVED,
}


@transaction.atomic
def moderate_complaint(
    actor: Actor,
    case_id: UUID,
    public_text: str,
    publication: str,
    *,
    reason: str = "",
    expected_revision: int | None = None,
    at: datetime,
) -> ModerationStep:
    """Publish a report with these words, withhold it for a reason, or keep the words without publishing.

    The one way to decide it: what stood before is kept with the step. Raises Invalid for what may not be public and for
    withholding without a reason, Conflict when somebody changed the report since `expected_revision`.
    """
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    require(actor, COMPLAINT_MODERATE, complaint)
    require_impartial(actor, complaint.case)
    why = plain_text(reason).strip()[:LONGEST_REASON]
    if publication == Publication.WITHHELD and not why:
        message = _("Write why the report is withheld. Your colleagues read it.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    before = state_of(complaint)
    words = plain_text(public_text).replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    since = complaint.published_at if complaint.publication == Publication.PUBLISHED else at
    _set_publication(actor, complaint, words, Publication(publication), since, at=at)
    return _keep_step(actor, complaint, _STEP_OF[Publication(publication)], before, why, at=at)


@transaction.atomic
def decide_photo(
    actor: Actor,
    case_id: UUID,
    file_id: UUID,
    areas: Sequence[Area],
    description: str,
    *,
    is_shown: bool,
    at: datetime,
) -> ModerationStep:
    """Show the public a copy of a photo with the areas made unreadable, or withhold the photo.

    The file that was handed in stays as it is, and is never served to the public. Raises NotFound for a file that is
    no photo of the report, Invalid for a shown photo without a description.
    """
    complaint = lock_complaint(case_id)
    require(actor, PHOTO_MODERATE, complaint)
    require_impartial(actor, complaint.case)
    held = photos_to_moderate(complaint).filter(file_id=file_id).first()
    if held is None:
        raise NotFound(_("This photo does not belong to the report."))
    words = plain_text(description).strip()[:LONGEST_DESCRIPTION]
    if is_shown and not words:
        message = _("Say in a few words what the photo shows, for those who cannot see it.")
        raise Invalid(message, errors=[FieldError("description", message)])
    before = state_of(complaint)
    photo = PublicPhoto.objects.filter(case_file=held).first() or PublicPhoto(
        complaint=complaint, case_file=held, place=_next_place(complaint)
    )
    photo.is_shown, photo.description, photo.decided_at = is_shown, words, at
    photo.areas = [asdict(area) for area in areas]
    if is_shown:
        photo.copy, photo.preview = _copies(held, areas, at=at)
    photo.save()
    touch(complaint.case)
    happened = PhotoModerated(photo=photo.place, is_shown=is_shown, areas=len(areas))
    record_about(actor, PHOTO_MODERATE, happened, complaint, at=at)
    return _keep_step(actor, complaint, What.PHOTO, before, "", at=at)


@transaction.atomic
def undo_step(actor: Actor, case_id: UUID, step_id: int, *, at: datetime) -> ModerationStep:
    """Take back the newest step that still counts: words, publication and photos are again as they were before it.

    Raises Conflict for a step that another one followed, Invalid where what stood before may not be public any more.
    """
    complaint = lock_complaint(case_id)
    require(actor, MODERATION_UNDO, complaint)
    require_impartial(actor, complaint.case)
    newest = counting_steps(complaint).last()
    if newest is None or newest.pk != step_id:
        raise Conflict(_("Another step followed this one. Take that one back first."))
    before, then = state_of(complaint), newest.before
    if (then["public_text"], then["publication"]) != (before["public_text"], before["publication"]):
        since = datetime.fromisoformat(then["published_at"]) if then.get("published_at") else at
        _set_publication(actor, complaint, then["public_text"], Publication(then["publication"]), since, at=at)
    else:
        touch(complaint.case)
    put_photos_back(complaint, then, at=at)
    record_about(actor, MODERATION_UNDO, ModerationUndone(step=newest.pk), complaint, at=at)
    undoing = _keep_step(actor, complaint, What.UNDONE, before, "", at=at)
    newest.undone_by = undoing
    newest.save(update_fields=["undone_by"])
    return undoing


def counting_steps(complaint: Complaint) -> QuerySet[ModerationStep]:
    """The steps that were neither taken back nor take one back, oldest first."""
    return complaint.moderation_steps.filter(undone_by__isnull=True).exclude(what=What.UNDONE).order_by("id")


def _set_publication(
    actor: Actor, complaint: Complaint, words: str, publication: Publication, since: datetime | None, *, at: datetime
) -> None:
    """`since` is when it became public, which the list of reports goes by; nothing for one that is not."""
    if publication == Publication.PUBLISHED:
        _require_publishable(complaint, words)
    complaint.public_text, complaint.publication = words, publication
    complaint.published_at = since if publication == Publication.PUBLISHED else None
    complaint.save(update_fields=["public_text", "publication", "published_at"])
    touch(complaint.case)
    labels = labels_of(publication.label, "publication_label")
    record_about(actor, COMPLAINT_MODERATE, ComplaintModerated(publication=publication, **labels), complaint, at=at)


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


def _keep_step(
    actor: Actor, complaint: Complaint, what: str, before: State, reason: str, *, at: datetime
) -> ModerationStep:
    return ModerationStep.objects.create(
        complaint=complaint,
        what=what,
        before=before,
        after=state_of(complaint),
        reason=reason,
        moderator_id=actor.id if actor.kind == "person" and actor.id else None,
        moderator_name=actor.name,
        at=at,
    )


def _next_place(complaint: Complaint) -> int:
    last: int | None = complaint.public_photos.aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def _copies(held: CaseFile, areas: Sequence[Area], *, at: datetime) -> tuple[StoredFile, StoredFile]:
    content = read_file(held.file)
    large = store_generated(public_copy(content, areas, LONG_EDGE), "foto.jpg", "image/jpeg")
    small = store_generated(public_copy(content, areas, PREVIEW_EDGE), "foto-kecil.jpg", "image/jpeg")
    mark_attached(large.pk, small.pk, at=at)
    return large, small
