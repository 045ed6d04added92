"""Working papers of an audit: written and read by its team alone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.files.actions import mark_attached
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.recording import record_as
from pendapa.oversight.models import Audit, SampledCase, WorkingPaper
from pendapa.oversight.permissions import AUDIT_WORK, require_judge
from pendapa.oversight.queries.audits import is_in_team
from pendapa.oversight.verbs import PaperWritten

LONGEST_PAPER = 8000
MOST_PAPERS = 500


@transaction.atomic
def write_paper(
    actor: Actor,
    audit: Audit,
    body: str,
    *,
    sampled: SampledCase | None = None,
    file: StoredFile | None = None,
    at: datetime,
) -> WorkingPaper:
    """Add a note, with or without a file, to an audit or one of its cases. It stays as it was written.

    Raises Forbidden for all but the team, Invalid for an empty note.
    """
    require_judge(actor, AUDIT_WORK, audit)
    if not is_in_team(actor, audit):
        raise Forbidden(_("Only the team of the audit may do this."))
    words = plain_text(body).strip()[:LONGEST_PAPER]
    if not words:
        message = _("Write your note.")
        raise Invalid(message, errors=[FieldError("body", message)])
    if audit.papers.count() >= MOST_PAPERS:
        raise Conflict(_("There are very many working papers already."))
    paper = WorkingPaper.objects.create(audit=audit, sampled=sampled, body=words, file=file, author_id=actor.id, at=at)
    if file is not None:
        mark_attached(file.pk, at=at)
    record_as(actor, AUDIT_WORK, PaperWritten(paper=paper.pk), audit, audit.subject, at=at)
    return paper
