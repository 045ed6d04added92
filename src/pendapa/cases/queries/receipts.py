"""A case in the public log: where it stands there, and the proof that its person may keep."""

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from pendapa.cases.models import Case
from pendapa.journal.models import Entry
from pendapa.journal.queries import PARTIES, STAFF, entries_about
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.models import Leaf
from pendapa.ledger.queries import proofs_for
from pendapa.ledger.receipts import write_receipt
from pendapa.ledger.witnessing.queries import cosigned


def with_log_index(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with `log_index`: their first place in the public log, None while they stand nowhere."""
    entries = Entry.objects.filter(subject_type="case", subject_id=Cast(OuterRef(OuterRef("pk")), CharField()))
    leaves = Leaf.objects.filter(entry__in=entries.values("id")).order_by("index")
    return cases.annotate(log_index=Subquery(leaves.values("index")[:1]))


def log_receipt_of(case: Case) -> bytes | None:
    """The receipt of all that the log tells of a case, as `pendapa verify` checks it; None while it tells nothing.

    Salt and content stand only with entries that the person may read: with them the holder can show what was sealed.
    """
    told = entries_about(case.subject, STAFF).filter(verb__in=[declared.name for declared in logged_verbs()])
    entries = {entry.pk: entry for entry in told}
    proofs = proofs_for(entries)
    if not proofs:
        return None
    found = []
    for proof in proofs:
        entry = entries[proof.entry]
        opens = entry.audience in PARTIES and entry.salt is not None
        found.append(
            {
                "leaf": proof.leaf,
                "index": proof.index,
                "salt": bytes(entry.salt) if opens and entry.salt is not None else None,
                "payload": entry.payload if opens else None,
                "proof": proof.proof,
            }
        )
    return write_receipt(found, cosigned(proofs[0].checkpoint))
