"""What staff type at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.people.models import Account


class MessageForm(forms.Form):
    """A word to the applicant; `key` makes sending it twice send it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("Message to the person"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your message first.")},
    )


class NoteForm(forms.Form):
    """A note that only staff read."""

    note = forms.CharField(
        label=_("Note among staff"),
        help_text=_("The applicant does not see it, but overseers do."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write your note first.")},
    )


class UnmaskForm(forms.Form):
    """Why an identity number is to be seen in full."""

    why = forms.CharField(
        label=_("Why do you need to see the number?"),
        help_text=_("The person concerned reads this in the record of who looked at their data."),
        min_length=5,
        max_length=300,
        error_messages={"required": _("Write why you need to see it, in at least five letters.")},
    )


class AssignForm(forms.Form):
    """To whom a case goes."""

    account = forms.ModelChoiceField(
        label=_("Assign to"),
        queryset=Account.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague."), "invalid_choice": _("Choose a colleague of this unit.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, colleagues: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["account"].queryset = colleagues  # type: ignore[attr-defined]


class ObjectionAnswerForm(forms.Form):
    """The answer to an objection."""

    answer = forms.CharField(
        label=_("Answer to the objection"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the answer first.")},
    )
    is_upheld = forms.TypedChoiceField(
        label=_("Is the objection right?"),
        choices=[("yes", _("Yes, the decision has to be made anew")), ("no", _("No, the decision stands"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class RevocationForm(forms.Form):
    """Why an issued document is to be void."""

    reason = forms.CharField(
        label=_("Why is the document revoked?"),
        help_text=_("The applicant reads this. Whoever checks the document does not."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why the document is revoked.")},
    )


class NumberForm(forms.Form):
    """A number read from paper or over the telephone."""

    number = forms.CharField(max_length=40)
