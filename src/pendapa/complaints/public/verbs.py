"""What can happen to knowledge and to suggestions that may become proposals."""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("knowledge.saved", audience=Audience.STAFF, in_timeline=False)
class KnowledgeSaved:
    """A question and its answer were written, changed, published or taken back."""

    unit: Public[str]
    is_published: Public[bool]
    question: str
    sentence = _("Question and answer saved: {question}")


@verb("complaint.kept_for_proposal", audience=Audience.STAFF)
class KeptForProposal:
    """A published suggestion was kept so that it may become a proposal, or is no longer kept."""

    is_kept: bool
    sentence = _("Kept as a possible proposal, or no longer so.")
