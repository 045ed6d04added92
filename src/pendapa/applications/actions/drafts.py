"""Drafts: begun, saved page by page, gone on with from anywhere, thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.applications.models import Draft
from pendapa.applications.permissions import APPLICATION_CORRECT, APPLICATION_SUBMIT, DRAFT_EDIT
from pendapa.applications.queries import application_of, drafts_editable_by, form_of
from pendapa.applications.rules import (
    DRAFT_DAYS,
    FILE_DAYS_OF_CORRECTION,
    VERSIONS_SET_ASIDE,
    answers_without_files,
    files_in,
    mark_of,
)
from pendapa.applications.verbs import DraftDiscarded
from pendapa.cases.actions import lock_case
from pendapa.cases.models import Case, Status
from pendapa.catalogue.models import ServiceStandard
from pendapa.files.actions import discard_file, keep_unattached
from pendapa.files.models import StoredFile
from pendapa.forms.reading_posts import file_answer, merge_page
from pendapa.forms.structure import Kind
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM, Actor
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.people.permissions import require


@transaction.atomic
def start_draft(actor: Actor, standard: ServiceStandard, *, at: datetime) -> Draft:
    """Begin to apply for a service by its published standard.

    Raises Invalid for a service that cannot be applied for online.
    """
    require(actor, APPLICATION_SUBMIT)
    if not standard.service.is_online or standard.form_version_id is None:
        raise Invalid(_("This service cannot be applied for online. Please come to the counter."))
    return Draft.objects.create(
        standard=standard,
        account_id=actor.id if actor.kind == "person" else None,
        answers={},
        language=actor.language,
        created_at=at,
        updated_at=at,
    )


@transaction.atomic
def start_correction(actor: Actor, case: Case, *, at: datetime) -> Draft:
    """Open the answers of a returned application for correction; a second call gives the same draft.

    Raises Conflict unless the case waits for its applicant.
    """
    require(actor, APPLICATION_CORRECT, case)
    case = lock_case(case.pk)
    if case.status != Status.WAITING:
        raise Conflict(_("There is nothing to correct in this application now."))
    application = application_of(case)
    draft, _is_new = Draft.objects.get_or_create(
        corrects=case,
        defaults={
            "standard": application.standard,
            "account_id": case.applicant_id,
            "answers": application.answers,
            "language": actor.language,
            "created_at": at,
            "updated_at": at,
        },
    )
    return draft


def draft_for_update(actor: Actor, draft_id: UUID) -> Draft:
    """The draft under a row lock; raises NotFound unless the actor may edit it."""
    draft = drafts_editable_by(actor).select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    require(actor, DRAFT_EDIT, draft)
    return draft


@transaction.atomic
def save_page(
    actor: Actor,
    draft_id: UUID,
    page: str,
    answers: Mapping[str, Any] | None,
    new_files: Mapping[str, Sequence[StoredFile]],
    *,
    seen: str = "",
    at: datetime,
) -> Draft:
    """Keep the answers of one page, also those that do not pass its checks: nothing typed is lost.

    `seen` is the mark of the answers that the page was filled in on (`rules.mark_of`). When there are others meanwhile,
    from another window, the new ones are saved all the same and those are set aside, to be shown (`draft.set_aside`).

    Without `answers` those of the draft stay, whatever was saved meanwhile. The page's files are not taken from
    `answers` but stay as they are; `new_files` are added to them, but for one that is there already (a connection that
    broke makes a phone send it again). Raises KeyError for a page that the form does not have.
    """
    draft = draft_for_update(actor, draft_id)
    definition = form_of(draft.standard)
    own_files = {f.name for f in definition.page(page).fields if f.kind is Kind.FILES}
    merged = draft.answers if answers is None else merge_page(definition, page, draft.answers, answers)
    if answers is not None:
        fields = definition.page(page).fields
        before, now = answers_without_files(fields, draft.answers), answers_without_files(fields, merged)
        draft.set_aside = _set_aside(draft, page, before, seen, is_other=before != now)
    for field in own_files:
        kept = draft.answers.get(field)
        kept = kept if isinstance(kept, list) else []
        held = [*kept, *(describe_file(file) for file in _without_repeats(kept, new_files.get(field, ())))]
        merged = {**merged, field: held} if held else {k: v for k, v in merged.items() if k != field}
    draft.answers = merged
    draft.page = page
    draft.updated_at = at
    draft.save(update_fields=["answers", "set_aside", "page", "updated_at"])
    _keep_files(draft, at=at)
    return draft


def _set_aside(draft: Draft, page: str, before: Mapping[str, Any], seen: str, *, is_other: bool) -> dict[str, Any]:
    """What other windows said, after this save: what it replaces unseen is added to it, what it was saved in sight of
    goes."""
    others = {key: versions for key, versions in draft.set_aside.items() if key != page}
    if not seen or seen == mark_of(before):
        return others
    versions = draft.set_aside.get(page, [])
    if is_other and any(before.values()):
        versions = [*(one for one in versions if one != before), dict(before)][-VERSIONS_SET_ASIDE:]
    return {**others, page: versions} if versions else others


def _keep_files(draft: Draft, *, at: datetime) -> None:
    """The draft's files are to be there for as long as it can be sent."""
    held = [UUID(file_id) for _field, file_id in files_in(draft.answers)]
    if held:
        days = FILE_DAYS_OF_CORRECTION if draft.corrects_id else DRAFT_DAYS + 1
        keep_unattached(*held, until=at + timedelta(days=days))


def _without_repeats(kept: Sequence[Mapping[str, Any]], new: Sequence[StoredFile]) -> list[StoredFile]:
    """The new files that are not among the kept ones; the others are thrown away."""
    if not kept or not new:
        return list(new)
    contents = set(StoredFile.objects.filter(pk__in=[item.get("id") for item in kept]).values_list("name", "sha256"))
    for file in new:
        if (file.name, file.sha256) in contents:
            discard_file(file)
    return [file for file in new if (file.name, file.sha256) not in contents]


def describe_file(file: StoredFile) -> dict[str, Any]:
    """A stored file as an answer names it."""
    return file_answer(id=str(file.pk), name=file.name, size=file.size, type=file.media_type)


@transaction.atomic
def remove_draft_file(actor: Actor, draft_id: UUID, field: str, file_id: str, *, at: datetime) -> Draft:
    """Take one file out of a draft; it is thrown away unless a case already keeps it."""
    draft = draft_for_update(actor, draft_id)
    held = draft.answers.get(field)
    if not isinstance(held, list) or all(item.get("id") != file_id for item in held):
        return draft
    draft.answers = {**draft.answers, field: [item for item in held if item.get("id") != file_id]}
    draft.updated_at = at
    draft.save(update_fields=["answers", "updated_at"])
    if draft.corrects_id is None:
        for file in StoredFile.objects.filter(pk=file_id):
            discard_file(file)
    return draft


@transaction.atomic
def discard_draft(actor: Actor, draft_id: UUID, *, at: datetime) -> None:
    """Throw a draft and its files away. This cannot be undone."""
    draft = draft_for_update(actor, draft_id)
    _throw_away(actor, draft, at=at)


@transaction.atomic
def sweep_drafts(*, at: datetime) -> int:
    """Throw away what has not been touched for 30 days; returns how many."""
    stale = (
        Draft.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("standard__service")
        .filter(updated_at__lt=at - timedelta(days=DRAFT_DAYS), corrects__isnull=True)
    )
    swept = list(stale[:500])
    for draft in swept:
        _throw_away(SYSTEM, draft, at=at)
    return len(swept)


def _throw_away(actor: Actor, draft: Draft, *, at: datetime) -> None:
    if draft.corrects_id is None:
        for _field, file_id in files_in(draft.answers):
            for file in StoredFile.objects.filter(pk=file_id):
                discard_file(file)
    service = draft.standard.service.slug
    page = draft.page
    subject = Subject("draft", str(draft.pk))
    draft.delete()
    record(actor, DraftDiscarded(service=service, page=page), subject, at=at)
