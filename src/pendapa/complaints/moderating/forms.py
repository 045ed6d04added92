"""What a moderator fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.rules import LONGEST_TEXT


class ReportForm(forms.Form):
    """The words for the public, and why where the report is withheld."""

    public_text = forms.CharField(
        label=_("What the public reads"),
        help_text=_("Square brackets stand where we found personal data. Put right whatever the rules got wrong."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason, if you withhold it"),
        help_text=_("Only your colleagues read this."),
        max_length=1000,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


class PhotoForm(forms.Form):
    """Which areas of a photo are made unreadable, and what it shows."""

    areas = forms.CharField(
        label=_("Areas to make unreadable"),
        help_text=_(
            "Draw rectangles over faces and number plates, or write one area a line: left, top, width and height in "
            "per cent of the picture, for example 10 20 15 25."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "data-areas-list": "", "spellcheck": "false", "class": "code"}),
        max_length=2000,
        required=False,
    )
    description = forms.CharField(
        label=_("What the photo shows"),
        help_text=_("In a few words, for those who cannot see it. Name nobody."),
        max_length=300,
        required=False,
    )
