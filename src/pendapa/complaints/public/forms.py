"""What a visitor who met the same fills in, and what an officer writes for everybody."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    """Following without an account: an address to be told at, or none, to be counted only.

    `website` is a trap: people do not see it, machines fill it in.
    """

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We write to you when something happens. Leave it empty if you only want to be counted."),
        required=False,
        max_length=254,
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def is_of_a_machine(self) -> bool:
        return bool(self.data.get("website"))


class KnowledgeForm(forms.Form):
    """Question and answer in both languages."""

    question = forms.CharField(label=_("Question"), max_length=300, help_text=_("As a neighbour would ask it."))
    answer = forms.CharField(label=_("Answer"), max_length=6000, widget=forms.Textarea(attrs={"rows": 8}))
    question_en = forms.CharField(label=_("Question in English"), max_length=300, required=False)
    answer_en = forms.CharField(
        label=_("Answer in English"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    is_published = forms.BooleanField(label=_("Everyone can read it"), required=False)
