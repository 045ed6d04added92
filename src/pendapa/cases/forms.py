"""What a person types on the tracking pages."""

from uuid import uuid4

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from pendapa.cases.actions.messages import LONGEST_MESSAGE
from pendapa.cases.actions.objections import LONGEST_REASON
from pendapa.cases.models import Case
from pendapa.files.models import StoredFile

KEPT_SALT = "pendapa.cases.kept_files"
KEPT_SECONDS = 2 * 24 * 60 * 60


class FindForm(forms.Form):
    """Number and secret, however they are typed."""

    number = forms.CharField(
        label=_("Number of your application or report"),
        help_text=_("For example SKU-7Q2M-48KX. Capitals, spaces and hyphens do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Fill in the number from your receipt.")},
    )
    secret = forms.CharField(
        label=_("Secret code"),
        help_text=_("It stands on your receipt, below the number. Only you have it."),
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-private": "",
            }
        ),
        error_messages={"required": _("Fill in the secret code from your receipt.")},
    )


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class MessageForm(forms.Form):
    """A message to the officer. Files are taken in by the view, so that none is lost to an error of the words."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("Shorten your message to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Open this page anew and send your message once more."),
            "invalid": _("Open this page anew and send your message once more."),
        },
    )

    @classmethod
    def empty(cls) -> "MessageForm":
        return cls(initial={"key": uuid4()})


class ObjectionForm(forms.Form):
    """Why the person does not agree."""

    reason = forms.CharField(
        label=_("Why do you not agree with the decision?"),
        help_text=_("In your own words. Say what we overlooked, or what is not right."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write why you do not agree with the decision."),
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d."),
        },
    )


def seal_kept_files(case: Case, files: list[StoredFile]) -> str:
    """A signed note of files that were taken in but not sent yet, for a hidden field."""
    return signing.dumps([str(case.pk), [str(file.pk) for file in files]], salt=KEPT_SALT) if files else ""


def read_kept_files(case: Case, sealed: str) -> list[StoredFile]:
    """The files of such a note, in its order; none when it was altered, is two days old or of another case."""
    try:
        case_id, file_ids = signing.loads(sealed, salt=KEPT_SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return []
    if case_id != str(case.pk):
        return []
    found = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=file_ids, attached_at__isnull=True)}
    return [found[file_id] for file_id in file_ids if file_id in found]
