"""Beginning anew: when what was signed is lost, the log goes on under another name and says so itself."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import SubscriberCursor
from pendapa.kernel.problems import Invalid
from pendapa.ledger.holding import AT_ONCE, AT_THE_DAYS_END
from pendapa.ledger.keeping import keep_checkpoint, kept_checkpoint, kept_path, set_aside
from pendapa.ledger.merkle import root_at
from pendapa.ledger.models import Log
from pendapa.ledger.queries import newest_checkpoint
from pendapa.ledger.sequencing import prepare_log, sign_tree
from pendapa.ledger.storage import subtrees
from pendapa.ledger.verbs import LogBegun

LONGEST_NAME = 200


def begin_under(name: str, *, at: datetime) -> Path | None:
    """Go on with the leaves that are there under a name of its own; returns where the old checkpoint was put.

    The old log ends: its last checkpoint is kept beside the new one, and the new log tells of it. Done again after a
    crash it does what is left. Raises Invalid for a name that no log can have.
    """
    if not name or len(name) > LONGEST_NAME or "+" in name or any(sign.isspace() for sign in name):
        raise Invalid(_("Give the log a name without blanks or +, such as layanan.example.go.id/log2."))
    kept = kept_checkpoint()
    if Log.objects.exists():
        _rename(name, kept.size if kept else 0, at=at)
    else:
        Log.objects.create(id=1, name=name, begun_at=at)
    aside = set_aside(kept_path()) if kept is not None and kept.origin != name else None
    prepare_log()
    newest = newest_checkpoint()
    if newest is not None:
        keep_checkpoint(newest.note)
    return aside


@transaction.atomic
def _rename(name: str, signed_before: int, *, at: datetime) -> None:
    begun = Log.objects.select_for_update().get()
    if begun.name == name:
        return
    newest = newest_checkpoint()
    size = newest.size if newest else 0
    told = LogBegun(name=name, previous=begun.name, signed_before=max(signed_before, size), begins_at=size)
    begun.name, begun.begun_at = name, at
    begun.save()
    sign_tree(name, size, root_at(size, subtrees(size)))
    SubscriberCursor.objects.filter(name__in=(AT_ONCE, AT_THE_DAYS_END)).update(
        retry_at=None, failures=0, last_error=""
    )
    record(SYSTEM, told, Subject("log", "1"), at=at)
