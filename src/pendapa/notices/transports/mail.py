"""Mail, through the server that the installation names (or into files, where it names none)."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from pendapa.notices.links import absolute, unsubscribe_address
from pendapa.notices.models import Message


def send_mail(message: Message, at: datetime) -> None:
    """Hand one mail over. Its Message-ID follows from its key: sent a second time after a crash, it is the same mail.

    News carries the link that stops it, also for one click in the mail program (RFC 8058).
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{identity_of(message)}@{domain}>", "Auto-Submitted": "auto-generated"}
    body = message.body
    if message.unsubscribe:
        address = unsubscribe_address(message.unsubscribe)
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        body = _whole_body(message, address)
    EmailMessage(subject=message.subject, body=body, to=[message.recipient], headers=headers).send()


def identity_of(message: Message) -> str:
    """32 hex digits that follow from the key."""
    return hashlib.sha256(message.key.encode()).hexdigest()[:32]


def _whole_body(message: Message, unsubscribe: str) -> str:
    language = message.notice.language if message.notice else settings.LANGUAGE_CODE
    context = {"body": message.body, "link": absolute(message.link), "unsubscribe": unsubscribe}
    with override(language):
        return render_to_string("notices/mail.txt", context)
