"""What residents say about a published finding: do you notice the change?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.oversight.models import NoticedChange
from pendapa.oversight.queries.findings import published_findings
from pendapa.oversight.rules import Noticed
from pendapa.oversight.verbs import ChangeNoticed

LONGEST_COMMENT = 1000
NOBODY = Actor(kind="anonymous")


@transaction.atomic
def notice_change(finding_id: UUID, answer: str, comment: str, *, at: datetime) -> NoticedChange:
    """Keep one resident's answer, without whose it is; anybody may give one. Raises NotFound, Invalid."""
    finding = published_findings().filter(pk=finding_id).first()
    if finding is None:
        raise NotFound(_("There is no published finding with this number."))
    if answer not in Noticed.values:
        message = _("Choose one of the three.")
        raise Invalid(message, errors=[FieldError("answer", message)])
    noticed = NoticedChange.objects.create(
        finding=finding,
        answer=answer,
        comment=plain_text(comment).strip()[:LONGEST_COMMENT],
        answered_on=local_date(at),
    )
    record(NOBODY, ChangeNoticed(finding=finding.number), finding.subject, at=at)
    return noticed
