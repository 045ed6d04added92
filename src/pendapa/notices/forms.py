"""The forms about notices."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pendapa.notices.channels import enabled_channels
from pendapa.notices.choosing import choice_of
from pendapa.notices.models import NoticePreference
from pendapa.notices.occasions import declared_occasions
from pendapa.notices.recipients import Recipient


def _time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class PreferenceForm(forms.Form):
    """Channels for each occasion, digest, quiet hours and language, as they are chosen now."""

    digest = forms.ChoiceField(
        label=_("When do we write to you?"),
        choices=NoticePreference.Digest.choices,
        help_text=_("When you must do something, we always write at once."),
        widget=forms.RadioSelect,
    )
    quiet_from = _time_field(_("Quiet from"), _("We hold back messages in these hours. Leave both empty for none."))
    quiet_until = _time_field(_("Quiet until"))
    language = forms.ChoiceField(
        label=_("Language of our messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, recipient: Recipient) -> None:
        choice = choice_of(recipient)
        usual = {
            "digest": choice.digest,
            "quiet_from": choice.quiet_from,
            "quiet_until": choice.quiet_until,
            "language": choice.language,
        }
        super().__init__(data, initial=usual)
        self._names = {f"to-{key.replace('.', '-')}": occasion for key, occasion in declared_occasions().items()}
        channels = [(one.value, one.label) for one in enabled_channels()]
        own = {
            name: forms.MultipleChoiceField(
                label=str(occasion.label),
                choices=channels,
                required=False,
                initial=sorted(choice.channels_for(occasion)),
                widget=forms.CheckboxSelectMultiple,
            )
            for name, occasion in self._names.items()
        }
        self.fields = {**own, **self.fields}

    def chosen(self) -> dict[str, Any]:
        """The cleaned choice as `change_preference` takes it."""
        given = dict(self.cleaned_data)
        channels = {occasion.key: given.pop(name) for name, occasion in self._names.items()}
        return {"channels": channels, **given}


class TextForm(forms.Form):
    """The body's own words for one occasion in one language."""

    title = forms.CharField(
        label=_("Title"), required=False, help_text=_("One line: the subject of a mail, all of an SMS.")
    )
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
