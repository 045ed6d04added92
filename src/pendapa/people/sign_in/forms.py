"""The forms of signing in: an address is enough, a password is for those who want one."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import PasswordField
from allauth.account.internal import flows
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 10 characters. Several words that only you think of are strong and easy to remember.")


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """An address alone asks for a code by mail; with a password it signs in at once."""

    def _setup_password_field(self) -> None:
        self.fields["password"] = PasswordField(
            label=_("Your password"), autocomplete="current-password", required=False, help_text=""
        )
        self.fields["login"].label = _("E-mail address")

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, Any]
    ) -> HttpResponse:
        login = self._login
        login.redirect_url = redirect_url
        response: HttpResponse = flows.login.perform_password_login(request, credentials, login)
        return response


class ReauthenticateForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your present password")
        self.fields["oldpassword"].help_text = ""
        _ask_for_new_password(self)


class SetPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_new_password(self)


class ResetPasswordForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_new_password(self)


def _ask_for_new_password(form: Any) -> None:
    form.fields["password1"].label = _("Choose a password")
    form.fields["password1"].help_text = PASSWORD_HELP
    form.fields["password2"].label = _("The same password again")
