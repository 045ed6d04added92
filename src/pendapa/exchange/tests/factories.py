"""Keys, topics with questions, and reports by Open311."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from pendapa.complaints.models import Topic
from pendapa.complaints.tests.factories import make_body, make_topic
from pendapa.exchange.models import ApiKey, Open311Peer, TopicAttribute
from pendapa.kernel.identifiers import hash_secret, new_secret
from pendapa.people.models import Organization

V2 = "/open311/v2"
WORDS = "Lampu jalan mati sejak seminggu, gelap sekali."


def make_key(**given: Any) -> tuple[ApiKey, str]:
    """A key and its secret."""
    make_body()
    secret = new_secret()
    defaults: dict[str, Any] = {
        "opening": secret[:4], "key_hash": hash_secret(secret), "name": "Aplikasi Warga", "organization": "Komunitas",
        "submission_key": uuid4(), "issued_at": timezone.now(), "hourly_limit": 1000,
    }  # fmt: skip
    return ApiKey.objects.create(**{**defaults, **given}), secret


def make_asking_topic(slug: str = "lampu-jalan") -> Topic:
    """A topic with one question of each type; only the pole's number must be answered."""
    topic = make_topic(slug)
    choices = [{"key": "1", "name": "Mati", "name_en": "Dark"}, {"key": "2", "name": "Kedip", "name_en": "Flickers"}]
    for order, (code, datatype) in enumerate(
        [("tiang", "string"), ("tinggi", "number"), ("sejak", "datetime"), ("cerita", "text"),
         ("rusak", "singlevaluelist"), ("kapan", "multivaluelist")]
    ):  # fmt: skip
        TopicAttribute.objects.create(
            topic=topic, code=code, datatype=datatype, order=order, description=f"Soal {code}",
            is_required=code == "tiang", choices=choices if "list" in datatype else [],
        )  # fmt: skip
    return topic


def report(key: str, **given: Any) -> dict[str, Any]:
    """The parameters of a good report."""
    return {
        "api_key": key, "service_code": "lampu-jalan", "lat": "-7.98765", "long": "112.63219", "description": WORDS,
        "attribute[tiang]": "12", **given,
    }  # fmt: skip


def make_peer(organization: Organization, url: str, **given: Any) -> Open311Peer:
    defaults = {"default_code": "lainnya", "api_key": "KEY", "direction": "both"}
    return Open311Peer.objects.create(organization=organization, url=url, **{**defaults, **given})
