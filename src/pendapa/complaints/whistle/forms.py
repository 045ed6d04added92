"""What reporters and keepers are asked."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pendapa.complaints.whistle.rules import (
    LONGEST_RETENTION,
    LONGEST_TEXT,
    SHORTEST_RETENTION,
    SHORTEST_TEXT,
    Subject,
)
from pendapa.kernel.text import plain_text
from pendapa.people.models import Organization

UNSAVED = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class SeveralFiles(forms.FileInput):
    """A control for several files, whose value is their list."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Any number of files, as a list; looked into by `enclosures`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SeveralFiles(attrs={"accept": ACCEPTED}), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given: list[UploadedFile[Any]] = [file for file in data or [] if file]
        return given


def _text_field(label: Any, help_text: Any, least: int, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=least,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": _("Write something first.")},
    )


class _Letter(forms.Form):
    def clean_text(self) -> str:
        return plain_text(self.cleaned_data["text"])


class ReportForm(_Letter):
    """A first report."""

    subject = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Subject.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest.")},
    )
    text = _text_field(
        _("What happened?"),
        _("Who, what, where, when, and how you know. Leave out what only you could know, and do not sign."),
        SHORTEST_TEXT,
        rows=10,
    )
    attachments = FilesField(
        label=_("Pictures or PDFs"),
        help_text=_("At most 3, each up to 8 MB. We take out place, device and author; what can be seen stays."),
    )


class MoreForm(_Letter):
    """A further letter of the reporter."""

    text = _text_field(_("Write again"), _("Answer what was asked, or add what is new."), 1)
    attachments = FilesField(label=_("Pictures or PDFs"), help_text=_("At most 3, each up to 8 MB."))


class PhraseForm(forms.Form):
    """The seven words."""

    phrase = forms.CharField(
        label=_("Your seven words"),
        help_text=_("In their order. Capitals do not matter, and the first four letters of each word are enough."),
        max_length=400,
        widget=forms.TextInput(attrs=UNSAVED),
        error_messages={"required": _("Type your seven words.")},
    )


class AnswerForm(_Letter):
    text = _text_field(
        _("Answer to the reporter"), _("It is signed by the unit. Ask nothing that would show who they are."), 1
    )


class NoteForm(_Letter):
    text = _text_field(_("Note"), _("Only the keepers of this mailbox read it."), 1)


class UnlockForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Passphrase of the mailbox"),
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the passphrase.")},
    )


class NewPassphraseForm(forms.Form):
    """A passphrase, twice."""

    passphrase = forms.CharField(
        label=_("New passphrase"),
        help_text=_(
            "At least 20 characters: five or six words that nobody would expect together. Tell it to the keepers only."
        ),
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Think of a passphrase.")},
    )
    again = forms.CharField(
        label=_("The same passphrase again"),
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type the passphrase again.")},
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("passphrase") and given.get("again") and given["passphrase"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        return given


class RecoveryForm(NewPassphraseForm):
    """The printed key, and a new passphrase."""

    recovery_key = forms.CharField(
        label=_("Recovery key"),
        help_text=_("Eight groups of four signs, as printed."),
        max_length=120,
        widget=forms.TextInput(attrs=UNSAVED),
        error_messages={"required": _("Type the printed recovery key.")},
    )
    field_order = ["recovery_key", "passphrase", "again"]


class MailboxForm(forms.Form):
    """Which unit receives secret reports."""

    unit = forms.ModelChoiceField(
        queryset=Organization.objects.none(),
        label=_("Unit that receives secret reports"),
        help_text=_("Its internal auditors and independent overseers read them, nobody else."),
        error_messages={"required": _("Choose a unit."), "invalid_choice": _("Choose a unit.")},
    )
    retention_days = forms.IntegerField(
        label=_("Days that a closed report is kept"), min_value=SHORTEST_RETENTION, max_value=LONGEST_RETENTION
    )

    def __init__(self, *args: Any, units: "QuerySet[Organization]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
