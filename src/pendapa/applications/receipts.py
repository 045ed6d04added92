"""The receipt: what the applicant takes away after sending, on the page and as a PDF."""

from uuid import UUID

from pendapa.applications.actions.submission import Receipt, receipt_of, require_sender
from pendapa.journal.actors import Actor


def sent_receipt(actor: Actor, draft_id: UUID) -> Receipt | None:
    """The receipt of a draft that the actor sent; None when it was not sent. Raises Forbidden for anyone else's."""
    receipt = receipt_of(draft_id)
    if receipt is not None:
        require_sender(actor, receipt, draft_id)
    return receipt
