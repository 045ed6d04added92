"""What a resident may say of a published finding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pendapa.oversight.actions.noticing import LONGEST_COMMENT
from pendapa.oversight.forms.fields import words
from pendapa.oversight.rules import Noticed


class NoticeForm(forms.Form):
    """Do you notice the change?"""

    answer = forms.ChoiceField(
        label=_("Do you notice the change?"),
        choices=Noticed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three."), "invalid_choice": _("Choose one of the three.")},
    )
    comment = words(
        _("Would you like to add something?"),
        rows=3,
        most=LONGEST_COMMENT,
        help_text=_("The overseer reads it. It is not published. Write no names."),
    )
