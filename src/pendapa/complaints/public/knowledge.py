"""Questions that were answered once for everybody: finding them, for a list and while somebody writes a report."""

import re
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from pendapa.complaints.models import Answer, Complaint, KnowledgeAnswer, ProposalSeed
from pendapa.complaints.public.permissions import KNOWLEDGE_EDIT
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.rules import Kind
from pendapa.journal.actors import Actor
from pendapa.kernel.text import plain_text
from pendapa.people.permissions import reachable_paths

MOST_WORDS: Final = 30
SUGGESTED: Final = 3
ENOUGH: Final = 0.9
"""Two words of a question, or one and some of its answer: what fewer words have in common is chance."""
MOST_LISTED: Final = 200
_WORD = re.compile(r"[^\W\d_]{3,40}")
_INDONESIAN, _ENGLISH = "indonesian", "english"


def published_answers() -> QuerySet[KnowledgeAnswer]:
    """What everyone may read."""
    return KnowledgeAnswer.objects.filter(is_published=True).select_related("unit", "topic")


def answers_like(text: str, most: int = SUGGESTED) -> list[KnowledgeAnswer]:
    """The published answers nearest to what somebody writes, best first; none where too little is in common (one
    query, none for a text without words)."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(plain_text(text))))[:MOST_WORDS]
    if not words:
        return []
    joined = " | ".join(words)
    vector = SearchVector("question", config=_INDONESIAN, weight="A") + SearchVector(
        "answer", config=_INDONESIAN, weight="C"
    )
    vector += SearchVector("question_en", config=_ENGLISH, weight="A")
    query = SearchQuery(joined, config=_INDONESIAN, search_type="raw") | SearchQuery(
        joined, config=_ENGLISH, search_type="raw"
    )
    rank = SearchRank(vector, query, weights=Value([0.1, 0.2, 0.4, 1.0]))
    found = (
        published_answers().annotate(known_words=vector, rank=rank).filter(known_words=query).order_by("-rank", "pk")
    )
    return [answer for answer in found[:most] if answer.rank * _terms(words) >= ENOUGH]


def knowledge_of(actor: Actor) -> QuerySet[KnowledgeAnswer]:
    """What the actor may change: the answers of the branches in which they work."""
    rows: QuerySet[KnowledgeAnswer] = _within(KnowledgeAnswer.objects.all(), "unit__path", actor)
    return rows.select_related("unit", "topic", "made_from__case")


def answered_questions(actor: Actor) -> list[Complaint]:
    """Published questions with a public answer that nobody made knowledge of yet, the newest first."""
    answered = Answer.objects.filter(complaint=OuterRef("pk"), is_public=True)
    asked = public_complaints().filter(Exists(answered), kind=Kind.INFORMATION, knowledge__isnull=True)
    return list(_within(asked, "case__unit__path", actor).order_by("-published_at", "pk")[:MOST_LISTED])


def public_suggestions(actor: Actor) -> list[Complaint]:
    """Published suggestions of the actor's branches, the newest first, with their `proposal_seed` where kept."""
    suggested = public_complaints().filter(kind=Kind.SUGGESTION).select_related("proposal_seed")
    return list(_within(suggested, "case__unit__path", actor).order_by("-published_at", "pk")[:MOST_LISTED])


def seeds_for_proposals() -> QuerySet[ProposalSeed]:
    """Suggestions that were kept and not yet taken up, with their report; for whoever turns them into proposals."""
    return ProposalSeed.objects.filter(
        taken_up_as="", complaint__in=public_complaints().order_by().values("pk")
    ).select_related("complaint__case", "complaint__topic")


def _within(rows: QuerySet[Any], path: str, actor: Actor) -> QuerySet[Any]:
    """Rows of the branches in which the actor may edit knowledge."""
    branches = Q(pk__in=[])
    for branch in reachable_paths(actor, KNOWLEDGE_EDIT):
        branches |= Q(**{path: branch}) | Q(**{f"{path}__startswith": f"{branch}/"})
    return rows.filter(branches)


def _terms(words: list[str]) -> int:
    """What PostgreSQL divides a rank by: the terms of the query."""
    return 2 * len(words)
