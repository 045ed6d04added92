"""What the person fills in to judge an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _


class JudgeForm(forms.Form):
    """What the person says to the answer."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    is_solved = forms.TypedChoiceField(
        label=_("Is it solved?"),
        choices=[
            ("yes", _("Yes, it is solved")),
            ("no", _("No\nThe report is opened again and brought before the head of the unit")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    rating = forms.TypedChoiceField(
        label=_("How good was the answer?"),
        choices=[
            ("5", _("5 – very good")),
            ("4", _("4 – good")),
            ("3", _("3 – fair")),
            ("2", _("2 – poor")),
            ("1", _("1 – very poor")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("What do you want to add?"),
        help_text=_("If it is not solved: what is still not right?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
