"""What can happen while a report is made fit for the public, beside `complaint.moderated`."""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, verb


@verb("complaint.photo_moderated", audience=Audience.STAFF)
class PhotoModerated:
    """Somebody decided whether the public sees a photo, and how many areas of it were made unreadable."""

    photo: int
    is_shown: bool
    areas: int
    sentence = _("Photo {photo} was looked at for the public; areas made unreadable: {areas}.")


@verb("complaint.moderation_undone", audience=Audience.STAFF)
class ModerationUndone:
    """A step of moderation was taken back: what stood before it counts again."""

    step: int
    sentence = _("A step of moderation was taken back.")
