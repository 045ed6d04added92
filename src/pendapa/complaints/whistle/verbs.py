"""What the journal may say of the mailbox: what its keepers do with it, and never anything of a report.

No verb is about a thread, and none is recorded in the transaction of a report. See decision 13.
"""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("whistle.named", audience=Audience.PUBLIC)
class MailboxNamed:
    """A unit was named to receive reports, and for how long closed ones are kept."""

    unit: Public[str]
    retention_days: Public[int]
    sentence = _("{unit} receives secret reports. Closed ones are erased after {retention_days} days.")


@verb("whistle.key_made", audience=Audience.PUBLIC)
class MailboxKeyMade:
    """The unit made its key, for the first time or anew."""

    fingerprint: Public[str]
    is_new_key: Public[bool]
    sentence = _("The mailbox for secret reports has a new key: {fingerprint}.")


@verb("whistle.passphrase_changed", audience=Audience.STAFF)
class MailboxPassphraseChanged:
    by_recovery: bool
    sentence = _("The passphrase of the mailbox for secret reports was changed.")


@verb("whistle.unlocked", audience=Audience.STAFF)
class MailboxUnlocked:
    """Somebody opened the mailbox with the passphrase. Which threads were read stands sealed in the threads."""

    sentence = _("The mailbox for secret reports was opened.")


@verb("whistle.refused", audience=Audience.STAFF)
class MailboxRefused:
    """A wrong passphrase or recovery key was typed."""

    sentence = _("A wrong passphrase was typed for the mailbox for secret reports.")


@verb("whistle.month_counted", audience=Audience.PUBLIC)
class MailboxMonthCounted:
    """How many reports a past month brought; `reports` is empty for fewer than five."""

    month: Public[str]
    reports: Public[int | None]
    sentence = _("The secret reports of {month} were counted.")
    log_sentence = _("The secret reports of {month} were counted.")
    log_safety = (
        "A number for a whole month, and none below five; the count is written after the month, in a transaction "
        "of its own."
    )
