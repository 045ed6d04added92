"""Opening a case, and the files that belong to it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from pendapa.cases.models import Case, CaseFile, Message
from pendapa.catalogue.models import PublicService
from pendapa.files.actions import mark_attached
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import hash_secret, new_number
from pendapa.kernel.problems import Conflict
from pendapa.kernel.statements import insert_row, insert_rows
from pendapa.people.models import Account, Organization


def open_case(
    actor: Actor,
    *,
    kind: str,
    number_prefix: str,
    title: str,
    title_en: str,
    service: PublicService | None,
    unit: Organization,
    applicant: Account | UUID | str | None,
    applicant_name: str,
    contact_email: str,
    contact_phone: str,
    language: str,
    secret: str,
    at: datetime,
) -> Case:
    """A new case with a number of its own, opened for `applicant` (account or its id) or for whoever holds `secret`.

    Asks for no permission and records nothing: the kind's own action does both, in its transaction. Numbers are drawn
    from 34 bits: for one that is taken it raises IntegrityError, and the kind's action is done once more.
    """
    applicant_id = applicant.pk if isinstance(applicant, Account) else applicant or None
    case = Case(
        number=new_number(number_prefix),
        kind=kind,
        title=title,
        title_en=title_en,
        service=service,
        unit=unit,
        applicant_id=applicant_id,
        applicant_name=applicant_name,
        contact_email=contact_email,
        contact_phone=contact_phone,
        language=language,
        secret_hash=hash_secret(secret),
        received_at=at,
    )
    insert_row(case)
    return case


def attach_file(
    case: Case,
    stored_file: StoredFile,
    origin: str,
    label: str,
    field: str = "",
    *,
    at: datetime,
    message: Message | None = None,
) -> CaseFile:
    """Let the case own a stored file; call it in the transaction of the action that the file came with."""
    mark_attached(stored_file.pk, at=at)
    return CaseFile.objects.create(
        case=case,
        file=stored_file,
        message=message,
        origin=origin,
        label=label[:200],
        field=field[:60],
        added_at=at,
    )


def attach_files(case: Case, files: Iterable[tuple[UUID, str, str]], origin: str, *, at: datetime) -> list[CaseFile]:
    """Let the case own several stored files at once, each given as its id, its label and the field it answers.

    Raises Conflict when another case owns one of them already.
    """
    wanted = list(files)
    if mark_attached(*(file_id for file_id, _label, _field in wanted), at=at) != len(wanted):
        raise Conflict(_("One of the files belongs to another case already. Please add it again."))
    attached = [
        CaseFile(case=case, file_id=file_id, origin=origin, label=label[:200], field=field[:60], added_at=at)
        for file_id, label, field in wanted
    ]
    insert_rows(attached)
    return attached
