"""What the hall holds of reports and news: one sample for each parameter of their addresses, by the address's name."""

import io
from typing import Any
from uuid import uuid4

from PIL import Image

from pendapa.complaints.actions.drafts import described
from pendapa.complaints.intake.secrets import secret_of_draft
from pendapa.complaints.models import AnswerTemplate, Complaint, KnowledgeAnswer, PublicPhoto
from pendapa.complaints.models import Draft as ReportDraft
from pendapa.complaints.public.tests.factories import answer
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_public, make_topic
from pendapa.complaints.whistle.models import Mailbox, Thread
from pendapa.exchange.tests.factories import make_key, make_peer
from pendapa.files.actions import UploadRules, store_file
from pendapa.journal.actors import Actor
from pendapa.notices.models import Message, Notice
from pendapa.notices.tests.factories import make_device
from pendapa.people.models import Account, Organization

STEP = "ubah-jenis"


def report_samples(office: Organization, keeper: Organization, party: Account, person: Actor) -> dict[str, Any]:
    """A published report of `person` that the office has answered, with a photo, a draft and all that belongs to it;
    a secret one with the `keeper` of the mailbox."""
    topic = make_topic(unit=office)
    photo = store_file(picture(), "foto.png", UploadRules(kinds=frozenset({"image"})))
    complaint = answer(_published(person, photo.pk), unit=office, topic=topic)
    file = complaint.case.files.get(file_id=photo.pk)
    PublicPhoto.objects.create(complaint=complaint, case_file=file, place=1, decided_at=A_MONDAY)
    draft_photo = store_file(picture(), "lagi.png", UploadRules(kinds=frozenset({"image"})))
    draft = ReportDraft.objects.create(
        account=party,
        answers={"text": "Lampu mati.", "photos": [described(draft_photo)]},
        created_at=A_MONDAY,
        updated_at=A_MONDAY,
    )
    template = AnswerTemplate.objects.create(unit=office, title="Diterima", body="Terima kasih.", updated_at=A_MONDAY)
    known = KnowledgeAnswer.objects.create(
        question="Kapan?", answer="Besok.", unit=office, created_at=A_MONDAY, updated_at=A_MONDAY
    )
    number = complaint.case.number
    in_namespace = {
        f"{name}:number": number
        for name in (
            "complaints:judge", "complaints:step", "complaints:join", "reports:report", "reports:photo",
            "reports:photo_preview", "reports:follow", "moderation:report", "moderation:photo", "moderation:original",
            "moderation:copy", "moderation:undo", "knowledge:make", "knowledge:keep",
        )
    }  # fmt: skip
    of_drafts = {
        f"complaints:{name}:draft_id": draft.pk
        for name in ("page", "discard", "photo", "join", "resume", "later", "sent", "upload")
    }
    return {
        **in_namespace,
        **of_drafts,
        **{f"moderation:{name}:file_id": photo.pk for name in ("photo", "original", "copy")},
        "complaints:photo:file_id": draft_photo.pk,
        "complaints:page:page": "apa",
        "complaints:resume:secret": secret_of_draft(draft.pk),
        "step": STEP,
        "place": 1,
        "complaints:template:pk": template.pk,
        "knowledge_id": known.pk,
        **_news_samples(party),
        **_exchange_samples(office, topic.slug),
        **_mailbox_samples(keeper),
    }


def _published(person: Actor, photo: Any) -> Complaint:
    receipt = complain(actor=person, files=(photo,))
    return make_public(Complaint.objects.select_related("case__unit").get(pk=receipt.complaint.pk))


def _news_samples(party: Account) -> dict[str, Any]:
    notice = Notice.objects.create(key="hall", account=party, occasion="case.news", language="id", created_at=A_MONDAY)
    message = Message.objects.create(
        key="hall", recipient="siti@example.org", subject="-", body="-", created_at=A_MONDAY, attempts=99
    )
    return {
        "notice_id": notice.pk,
        "device_id": make_device(party).pk,
        "message_id": message.pk,
        "occasion": "case.news",
        "language": "id",
    }


def _exchange_samples(office: Organization, topic: str) -> dict[str, Any]:
    key, _secret = make_key()
    return {
        "key_id": key.pk,
        "peer_id": make_peer(office, "https://tetangga.example.org/open311/v2").pk,
        "exchange:topic:slug": topic,
        "exchange:attribute:slug": topic,
        "exchange:attribute:code": "baru",
    }


def _mailbox_samples(keeper: Organization) -> dict[str, Any]:
    mailbox = Mailbox.objects.create(unit=keeper)
    thread = Thread.objects.create(
        mailbox=mailbox, index="0" * 64, reporter_key=b"-", opened_on=A_MONDAY.date(), changed_on=A_MONDAY.date()
    )
    return {"thread_id": thread.pk, "enclosure_id": uuid4()}


def picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#B0733A").save(out, "PNG")
    return out.getvalue()
