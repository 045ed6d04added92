"""Drafts: begun with the first words, saved page by page, gone on with from anywhere, thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.complaints.actions.submission import ComplaintIn, Receipt, nobody, receipt_of, submit_complaint
from pendapa.complaints.models import Draft
from pendapa.complaints.permissions import COMPLAINT_DRAFT, COMPLAINT_SUBMIT
from pendapa.complaints.queries import drafts_editable_by
from pendapa.complaints.rules import DRAFT_DAYS
from pendapa.files.actions import discard_file, keep_unattached
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound
from pendapa.people.permissions import require

PHOTOS = "photos"


@transaction.atomic
def start_draft(actor: Actor, *, draft_id: UUID, at: datetime) -> Draft:
    """Begin a report under an id that the page gave; a second call with the same id gives the same draft.

    Raises Conflict when a report was sent under this id already, Forbidden when the draft is somebody else's.
    """
    require(actor, COMPLAINT_SUBMIT)
    if receipt_of(draft_id) is not None:
        raise Conflict(_("This report was sent already."))
    account = actor.id or None if actor.kind == "person" else None
    draft, is_new = Draft.objects.get_or_create(
        pk=draft_id,
        defaults={"account_id": account, "language": actor.language, "created_at": at, "updated_at": at},
    )
    if not is_new:
        require(actor, COMPLAINT_DRAFT, draft)
    return draft


def draft_for_update(actor: Actor, draft_id: UUID) -> Draft:
    """The draft under a row lock; raises NotFound unless the actor may edit it."""
    draft = drafts_editable_by(actor).select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    require(actor, COMPLAINT_DRAFT, draft)
    return draft


@transaction.atomic
def save_draft(
    actor: Actor,
    draft_id: UUID,
    page: str,
    answers: Mapping[str, Any],
    new_files: Sequence[StoredFile] = (),
    *,
    at: datetime,
) -> Draft:
    """Keep the answers of one page beside those of the others, also those that do not pass its checks.

    A photo that is there already (a connection that broke makes a phone send it again) is not added twice.
    """
    draft = draft_for_update(actor, draft_id)
    held = draft.answers.get(PHOTOS, [])
    draft.answers = {**draft.answers, **answers, PHOTOS: [*held, *map(described, _without_repeats(held, new_files))]}
    draft.page = page
    draft.updated_at = at
    draft.save(update_fields=["answers", "page", "updated_at"])
    if photos_of(draft):
        keep_unattached(*photos_of(draft), until=at + timedelta(days=DRAFT_DAYS + 1))
    return draft


@transaction.atomic
def remove_photo(actor: Actor, draft_id: UUID, file_id: str, *, at: datetime) -> Draft:
    """Take one photo out of a draft and throw it away."""
    draft = draft_for_update(actor, draft_id)
    held = draft.answers.get(PHOTOS, [])
    if any(photo["id"] == file_id for photo in held):
        draft.answers = {**draft.answers, PHOTOS: [photo for photo in held if photo["id"] != file_id]}
        draft.updated_at = at
        draft.save(update_fields=["answers", "updated_at"])
        for file in StoredFile.objects.filter(pk=file_id, attached_at__isnull=True):
            discard_file(file)
    return draft


@transaction.atomic
def discard_draft(actor: Actor, draft_id: UUID) -> None:
    """Throw a draft and its photos away. This cannot be undone."""
    _throw_away(draft_for_update(actor, draft_id))


@transaction.atomic
def submit_draft(actor: Actor, draft_id: UUID, *, at: datetime) -> Receipt:
    """Send a draft; sent again under the same id, it gives the same receipt.

    It belongs to the account under which it was begun, unless it is anonymous. Raises Invalid with every answer still
    to be corrected; the draft stays as it is.
    """
    if (sent := _sent_before(actor, draft_id)) is not None:
        return sent
    try:
        draft = draft_for_update(actor, draft_id)
    except NotFound:
        # A second click waited for the first, whose draft is gone by now.
        if (sent := _sent_before(actor, draft_id)) is not None:
            return sent
        raise
    given = complaint_in(draft)
    if str(draft.account_id or "") != actor.id:
        actor = nobody(actor)
    receipt = submit_complaint(actor, given, key=draft.pk, at=at)
    draft.delete()
    return receipt


def _sent_before(actor: Actor, draft_id: UUID) -> Receipt | None:
    sent = receipt_of(draft_id)
    if sent is not None:
        require_sender(actor, sent)
    return sent


def require_sender(actor: Actor, receipt: Receipt) -> None:
    """Raise Forbidden unless the actor sent this: by account, or by the secret of the draft or the case."""
    by_account = actor.kind == "person" and str(receipt.case.applicant_id) == actor.id
    held = {str(receipt.complaint.submission_key), str(receipt.case.pk)}
    if not by_account and not held & actor.secrets:
        raise Forbidden(_("This report was sent by somebody else."))


def complaint_in(draft: Draft) -> ComplaintIn:
    """What a draft would hand in; raises Invalid when it was not said who reports."""
    answers = draft.answers
    who = answers.get("who", "")
    if who not in ("account", "contact", "anonymous"):
        message = _("Choose whether you give your name.")
        raise Invalid(message, errors=[FieldError("who", message)])
    account = draft.account if who == "account" else None
    return ComplaintIn(
        text=str(answers.get("text", "")),
        kind=str(answers.get("kind", "")),
        topic=str(answers.get("topic", "")),
        unit=str(answers.get("unit", "")),
        region_code=str(answers.get("region_code", "")),
        place=str(answers.get("place", "")),
        latitude=answers.get("latitude"),
        longitude=answers.get("longitude"),
        files=tuple(photos_of(draft)),
        name=account.get_full_name() if account else str(answers.get("name", "")),
        email=account.email if account else str(answers.get("email", "")),
        phone=account.phone if account else str(answers.get("phone", "")),
        is_anonymous=who == "anonymous",
        is_secret=bool(answers.get("is_secret")),
    )


@transaction.atomic
def sweep_drafts(*, at: datetime) -> int:
    """Throw away what has not been touched for 30 days; returns how many."""
    stale = list(
        Draft.objects.select_for_update(skip_locked=True).filter(updated_at__lt=at - timedelta(days=DRAFT_DAYS))[:500]
    )
    for draft in stale:
        _throw_away(draft)
    return len(stale)


def photos_of(draft: Draft) -> list[UUID]:
    """The ids of the photos that a draft holds."""
    return [UUID(photo["id"]) for photo in draft.answers.get(PHOTOS, [])]


def described(file: StoredFile) -> dict[str, Any]:
    """A stored photo as the draft names it; `size` in bytes."""
    return {"id": str(file.pk), "name": file.name, "size": file.size}


def _without_repeats(held: Sequence[Mapping[str, Any]], new: Sequence[StoredFile]) -> list[StoredFile]:
    contents = set(StoredFile.objects.filter(pk__in=[photo["id"] for photo in held]).values_list("sha256", flat=True))
    for file in new:
        if file.sha256 in contents:
            discard_file(file)
    return [file for file in new if file.sha256 not in contents]


def _throw_away(draft: Draft) -> None:
    for file in StoredFile.objects.filter(pk__in=photos_of(draft), attached_at__isnull=True):
        discard_file(file)
    draft.delete()
