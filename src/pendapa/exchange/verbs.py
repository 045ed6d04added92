"""What can happen between this house and other programs. Nothing of it enters the public log in clear."""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, verb


@verb("api_key.issued", audience=Audience.STAFF)
class ApiKeyIssued:
    """A program may come in; the key itself is never written down."""

    name: str
    organization: str
    may_read: bool
    may_write: bool
    hourly_limit: int
    sentence = _("A key was issued to {name} ({organization}).")


@verb("api_key.revoked", audience=Audience.STAFF)
class ApiKeyRevoked:
    """A program is shut out."""

    name: str
    organization: str
    sentence = _("The key of {name} ({organization}) was revoked.")


@verb("open311.peer_saved", audience=Audience.STAFF)
class PeerSaved:
    """The endpoint of another body was set up or changed."""

    organization: str
    url: str
    direction: str
    is_active: bool
    sentence = _("Open311 connection saved: {organization}, {url}.")


@verb("open311.topic_saved", audience=Audience.STAFF)
class TopicSaved:
    """What is asked and said of a topic was changed."""

    topic: str
    attributes: int
    sentence = _("Open311 settings of the topic {topic} saved.")


@verb("open311.sent", audience=Audience.PARTIES)
class RequestSent:
    """The report arrived at the other body's system, where it has a number of its own."""

    unit_name: str
    unit_name_en: str
    remote: str
    sentence = _("{unit_name} has received the report in its own system; its number there is {remote}.")


@verb("open311.updated", audience=Audience.PARTIES)
class RequestUpdated:
    """The other body's system tells another status; its words, if any, are a message or an answer of the case."""

    unit_name: str
    unit_name_en: str
    status: str
    status_en: str
    sentence = _("{unit_name} says: {status}.")
