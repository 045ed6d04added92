"""What can happen to an account, an organisation and its members."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, verb


@verb("account.registered", audience=Audience.PARTIES)
class AccountRegistered:
    sentence = _("The account was made.")


@verb("account.signed_in", audience=Audience.PARTIES)
class SignedIn:
    method: str
    sentence = _("Signed in ({method}).")


@verb("account.signed_out_everywhere", audience=Audience.PARTIES)
class SignedOutEverywhere:
    sentence = _("Signed out on all devices.")


@verb("account.security_changed", audience=Audience.PARTIES)
class SecurityChanged:
    """`what` is the change's slug, such as "totp_activated" or "password_changed"."""

    what: str
    sentence = _("The way to sign in was changed ({what}).")


@verb("account.profile_changed", audience=Audience.PARTIES)
class ProfileChanged:
    """`fields` names what was changed, never the values."""

    fields: tuple[str, ...]
    sentence = _("The profile was changed.")


@verb("account.identity_changed", audience=Audience.PARTIES)
class IdentityChanged:
    """The NIK was entered, replaced or removed; only its last four digits are kept here."""

    ending: str
    sentence = _("The NIK was changed.")


@verb("organization.created", audience=Audience.STAFF)
class OrganizationCreated:
    name: str
    parent: str
    sentence = _("{name} was added.")


@verb("organization.changed", audience=Audience.STAFF)
class OrganizationChanged:
    """`fields` names what was changed, never the values."""

    name: str
    fields: tuple[str, ...]
    sentence = _("What is known of {name} was changed.")


@verb("membership.appointed", audience=Audience.STAFF)
class MemberAppointed:
    account: str
    name: str
    role: str
    starts: date
    ends: date | None
    sentence = _("{name} was appointed from {starts}.")


@verb("membership.ended", audience=Audience.STAFF)
class MembershipEnded:
    account: str
    name: str
    role: str
    ends: date
    sentence = _("The appointment of {name} ends on {ends}.")
