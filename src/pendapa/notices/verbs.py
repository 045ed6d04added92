"""What can happen to notices and their words."""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, verb


@verb("notice_text.changed", audience=Audience.STAFF)
class NoticeTextChanged:
    """The words for an occasion in one language; empty ones mean that the program's own are said again."""

    occasion: str
    language: str
    title: str
    body: str
    sentence = _("The words for “{occasion}” ({language}) were changed.")


@verb("notice.sent_again", audience=Audience.STAFF)
class MessageSentAgain:
    """A message that had been given up is tried again."""

    message: int
    channel: str
    sentence = _("A message that could not be delivered is sent again.")


@verb("notice.dropped", audience=Audience.STAFF)
class MessageDropped:
    """A message that could not be delivered is put aside."""

    message: int
    channel: str
    sentence = _("A message that could not be delivered was put aside.")


@verb("account.notices_changed", audience=Audience.PARTIES)
class NoticePreferenceChanged:
    """How a person wants to be told; `by` is "page" or "link" (the one in a mail)."""

    by: str
    sentence = _("The choice of notices was changed.")


@verb("account.device_added", audience=Audience.PARTIES)
class DeviceAdded:
    device: str
    sentence = _("Notices were switched on for the device “{device}”.")


@verb("account.device_removed", audience=Audience.PARTIES)
class DeviceRemoved:
    device: str
    sentence = _("Notices were switched off for the device “{device}”.")
