"""What can happen to the log itself."""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("log.begun", audience=Audience.PUBLIC, in_timeline=False)
class LogBegun:
    """A log goes on under another name, because the one before cannot: it was signed further than we still know."""

    name: Public[str]
    previous: Public[str]
    signed_before: Public[int]
    begins_at: Public[int]
    sentence = _(
        "The log {name} began with the first {begins_at} entries of {previous}, which had been signed up to "
        "{signed_before}."
    )
    log_safety = "Names of logs and numbers of entries."
