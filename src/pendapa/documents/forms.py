"""The two ways of asking on the verification page, and the reason for which a certificate is revoked."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 10_000_000


class NumberForm(forms.Form):
    """A number as it stands on the document, or the code under its QR address."""

    nomor = forms.CharField(
        label=_("Number of the document"),
        help_text=_("As it is written on the document, for example 0012/SKU/KEC-TIRTA/XI/2026."),
        max_length=200,
        error_messages={"required": _("Type the number that stands on the document.")},
    )


class FileForm(forms.Form):
    """The original file; it is read and let go."""

    berkas = forms.FileField(
        label=_("The file"),
        help_text=_(
            "The original PDF, not a photo or scan, or a receipt of the public log (.json). At most 10 MB. "
            "We do not keep it."
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf,application/json,.json"}),
        error_messages={
            "required": _("Choose the file that you want to check."),
            "empty": _("This file is empty. Choose another file."),
        },
    )

    def clean_berkas(self) -> "UploadedFile[Any]":
        """Refuses what is too large before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["berkas"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 10 MB. Choose the original document file."))
        return file


class CertificateRevocationForm(forms.Form):
    """Why a signing certificate is to be void."""

    reason = forms.CharField(
        label=_("Why is the certificate revoked?"),
        help_text=_("Administrators and inspectors read this; it is not public."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the certificate is revoked.")},
    )
