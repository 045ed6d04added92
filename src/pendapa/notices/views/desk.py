"""For administrators: messages that were given up, and the body's own words."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.notices.actions import change_text, drop_message, send_again
from pendapa.notices.actions.texts import LANGUAGES, checked_words
from pendapa.notices.forms import TextForm
from pendapa.notices.occasions import Occasion, declared_occasions
from pendapa.notices.permissions import NOTICE_MANAGE, the_house
from pendapa.notices.queries import dead_messages, history_of_text, own_texts
from pendapa.notices.rules import masked_address
from pendapa.notices.wording import Words, fill_in
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

PAGE_SIZE = 30


@staff_page
def dead_letters(request: StaffRequest) -> HttpResponse:
    """Messages that could not be delivered in eight attempts."""
    require(request.actor, NOTICE_MANAGE, the_house())
    page = keyset_page(dead_messages(), order=["-id"], cursor=request.GET.get("lanjut", ""), size=PAGE_SIZE)
    rows = [
        (one, masked_address(one.recipient), _label_of(one.notice.occasion) if one.notice else "") for one in page.rows
    ]
    return render(request, "notices/dead_letters.html", {"rows": rows, "next_cursor": page.next_cursor})


@staff_page
def again(request: StaffRequest, message_id: int) -> HttpResponse:
    """Try one of them again."""
    return _taken_care_of(request, message_id, send_again, _("The message is sent again."))


@staff_page
def put_aside(request: StaffRequest, message_id: int) -> HttpResponse:
    """Put one of them aside."""
    return _taken_care_of(request, message_id, drop_message, _("The message is put aside."))


@staff_page
def texts(request: StaffRequest) -> HttpResponse:
    """What is said on which occasion, in both languages."""
    require(request.actor, NOTICE_MANAGE, the_house())
    known = declared_occasions()
    own = own_texts(known)
    rows = [
        (occasion, [(language, (occasion.key, language) in own) for language in LANGUAGES])
        for occasion in known.values()
    ]
    return render(request, "notices/texts.html", {"rows": rows})


@staff_page
def text(request: StaffRequest, occasion: str, language: str) -> HttpResponse:
    """One text: see it filled in before it counts, change it, and see how it was changed before."""
    require(request.actor, NOTICE_MANAGE, the_house())
    declared = declared_occasions().get(occasion)
    if declared is None or language not in LANGUAGES:
        raise NotFound(_("There is no such text."))
    own = own_texts([occasion]).get((occasion, language))
    usual = _usual_words(declared, language)
    form = TextForm(request.POST or None, initial={"title": own.title, "body": own.body} if own else vars_of(usual))
    preview = _filled(declared, Words(own.title, own.body) if own else usual)
    is_preview = "preview" in request.POST
    if request.method == "POST" and form.is_valid():
        words = Words(form.cleaned_data["title"], form.cleaned_data["body"])
        try:
            preview = _filled(declared, checked_words(declared, words.title, words.body))
            if not is_preview:
                is_usual = words == usual
                given = Words("", "") if is_usual else words
                change_text(request.actor, occasion, language, given.title, given.body, at=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.field or None, error.message)
        else:
            if not is_preview:
                messages.success(request, _("The text is saved. It is used from now on."))
                return redirect("notices:text", occasion, language)
    context = {
        "form": form,
        "occasion": declared,
        "language": language,
        "usual": usual,
        "preview": preview,
        "is_preview": is_preview and not form.errors,
        "history": history_of_text(occasion, language),
        "is_own": own is not None,
    }
    return render(request, "notices/text.html", context, status=422 if form.errors else 200)


def vars_of(words: Words) -> dict[str, str]:
    """The words as a form begins with them."""
    return {"title": words.title, "body": words.body}


def _usual_words(occasion: Occasion, language: str) -> Words:
    with override(language):
        return Words(str(occasion.title), str(occasion.body))


def _filled(occasion: Occasion, words: Words) -> Words:
    return fill_in(words, dict(occasion.placeholders))


def _label_of(occasion: str) -> str:
    declared = declared_occasions().get(occasion)
    return str(declared.label) if declared else occasion


def _taken_care_of(request: StaffRequest, message_id: int, action: Any, done: str) -> HttpResponse:
    require(request.actor, NOTICE_MANAGE, the_house())
    if request.method == "POST":
        try:
            action(request.actor, message_id, at=timezone.now())
        except Conflict as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, done)
    return redirect("notices:dead_letters")
