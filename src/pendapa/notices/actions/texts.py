"""The body's own words for what people are told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.notices.models import NoticeText
from pendapa.notices.occasions import Occasion, declared_occasions, unknown_placeholders
from pendapa.notices.permissions import NOTICE_MANAGE, the_house
from pendapa.notices.rules import one_line
from pendapa.notices.verbs import NoticeTextChanged
from pendapa.notices.wording import Words
from pendapa.people.permissions import acting_as, require

LONGEST_TITLE, LONGEST_BODY = 120, 4000
LANGUAGES = ("id", "en")


@transaction.atomic
def change_text(actor: Actor, occasion_key: str, language: str, title: str, body: str, *, at: datetime) -> None:
    """Say an occasion in the body's own words from now on; empty words give back those of the program.

    Raises Invalid for a place in braces that the occasion does not have, and for a title without a body.
    """
    house = the_house()
    require(actor, NOTICE_MANAGE, house)
    occasion = declared_occasions().get(occasion_key)
    if occasion is None or language not in LANGUAGES:
        raise NotFound(_("There is no such text."))
    words = checked_words(occasion, title, body)
    kept = NoticeText.objects.select_for_update(no_key=True).filter(occasion=occasion_key, language=language).first()
    if (kept.title, kept.body) == (words.title, words.body) if kept else not words.title:
        return
    if words.title:
        NoticeText.objects.update_or_create(
            occasion=occasion_key,
            language=language,
            defaults={"title": words.title, "body": words.body, "changed_at": at},
        )
    elif kept:
        kept.delete()
    happened = NoticeTextChanged(occasion=occasion_key, language=language, title=words.title, body=words.body)
    subject = Subject("notice_text", f"{occasion_key}:{language}")
    record(actor, happened, subject, at=at, **acting_as(actor, NOTICE_MANAGE, house))


def checked_words(occasion: Occasion, title: str, body: str) -> Words:
    """The words as they are kept, both or none; raises Invalid with all that must be changed."""
    title, body = one_line(plain_text(title)), plain_text(body).replace("\r\n", "\n").strip()
    errors = []
    for field, text, longest in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY)):
        if len(text) > longest:
            errors.append(FieldError(field, _("Shorten this to {most} characters.").format(most=longest)))
        errors += [
            FieldError(field, _("“{place}” is no place that we can fill in.").format(place=place))
            for place in unknown_placeholders(text, occasion)
        ]
    if bool(title) != bool(body):
        missing = "body" if title else "title"
        errors.append(FieldError(missing, _("Write both, or leave both empty to have the usual words.")))
    if errors:
        raise Invalid(_("Something must be corrected in the text."), errors=errors)
    return Words(title, body)
