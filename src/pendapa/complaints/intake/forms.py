"""What a person types when reporting, one form a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.models import Topic
from pendapa.complaints.rules import LONGEST_TEXT, SHORTEST_TEXT, Kind
from pendapa.kernel.text import plain_text

TRAP = "website"
"""A field that no person sees: whatever fills it reads forms without seeing them."""

KIND_CHOICES = [
    (Kind.COMPLAINT, _("A complaint\nSomething is broken, missing, slow or wrong")),
    (Kind.INFORMATION, _("A question\nYou want to know something")),
    (Kind.SUGGESTION, _("A suggestion\nYou have an idea how it could be better")),
    (Kind.SUPERVISION, _("Misconduct of staff\nBribery, abuse of office, discrimination. Never shown to the public")),
]
WHO_ACCOUNT = ("account", _("With my account\nYou find the report under your account"))
WHO_CHOICES = [
    ("contact", _("With my name\nThe unit knows who you are; the public never does")),
    ("anonymous", _("Anonymously\nNeither the unit nor the public learns who you are")),
]
SECRECY_CHOICES = [
    ("public", _("Public\nAfter a check everyone may read it, without your name. Others can join")),
    ("secret", _("Secret\nOnly those who handle it read it. It appears nowhere")),
]


class WhatForm(forms.Form):
    """What happened, in the person's own words. Photos are taken in by the view, so that none is lost to an error."""

    text = forms.CharField(
        label=_("What do you want to report?"),
        help_text=_("Complain, suggest or ask, in your own words. Say what, since when, and what you wish."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write what happened, in at least a few words.")},
    )
    photo_place = forms.BooleanField(
        label=_("Use the place stored in my photo"),
        help_text=_("We read it once to show you the place, and then remove it from the photo."),
        required=False,
    )

    def clean_text(self) -> str:
        text = plain_text(self.cleaned_data["text"]).strip()
        if len(text) < SHORTEST_TEXT:
            raise forms.ValidationError(_("Write what happened, in at least a few words."))
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                _("Shorten this to %(most)d characters; it has %(count)d."),
                params={"most": LONGEST_TEXT, "count": len(text)},
            )
        return text


class PurposeForm(forms.Form):
    """What the report is: offered, never forced."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Leave it open when you do not know: we find out."),
        required=False,
    )
    unit = forms.ChoiceField(
        label=_("Who should answer?"),
        help_text=_("Only a wish. There is no wrong door: we hand it to whoever is responsible."),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, topics: list[Topic], units: list[Any], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", _("I do not know")),
            *((topic.slug, topic.local_name) for topic in topics),
        ]
        if units:
            self.fields["unit"].choices = [  # type: ignore[attr-defined]
                *((unit.code, unit.local_name) for unit in units),
                ("", _("I do not know, you decide")),
            ]
        else:
            del self.fields["unit"]
        if not topics:
            del self.fields["topic"]


class WhoForm(forms.Form):
    """Who reports, and who may read it."""

    who = forms.ChoiceField(
        label=_("Do you give your name?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you give your name.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("For news about this report only. An anonymous report shows it to nobody."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the e-mail address: it should look like siti@example.org.")},
    )
    phone = forms.RegexField(
        label=_("Mobile phone"),
        regex=r"^[+0-9 ().\-]{6,25}$",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Check the number: digits only, such as 0812 3456 7890.")},
    )
    secrecy = forms.ChoiceField(
        label=_("Who may read the report?"),
        choices=SECRECY_CHOICES,
        widget=forms.RadioSelect,
        initial="public",
        error_messages={"required": _("Choose one of the two.")},
    )

    def __init__(self, data: Any = None, *, is_person: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        choices = [WHO_ACCOUNT, *WHO_CHOICES] if is_person else WHO_CHOICES
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("who") == "contact" and not cleaned.get("name", "").strip():
            self.add_error("name", _("Write your name, or choose to report anonymously."))
        return cleaned
