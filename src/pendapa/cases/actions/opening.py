"""Opening a case, and the files that belong to it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pendapa.cases.models import Case, CaseFile, Message
from pendapa.catalogue.models import PublicService
from pendapa.files.actions import mark_attached
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import hash_secret, new_number
from pendapa.kernel.problems import Conflict
from pendapa.people.models import Account, Organization

DRAWS = 5
"""Numbers are drawn from 34 bits; a clash is rare, five in a row do not happen."""


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

    Asks for no permission and records nothing: the kind's own action does both, in its transaction.
    """
    applicant_id = applicant.pk if isinstance(applicant, Account) else applicant or None
    for _draw in range(DRAWS):
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
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            if not Case.objects.filter(number=case.number).exists():
                raise
            continue
        return case
    raise Conflict(_("We could not find a free number. Please send it once more."))


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
