"""Reports that nobody may know of, each with words found nowhere else; and published ones, so that pages are full."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from pendapa.cases.actions import send_message
from pendapa.complaints.models import Complaint, Follower, Publication, PublicPhoto, Stage
from pendapa.complaints.moderating.actions import moderate_complaint
from pendapa.complaints.moderating.photos import public_copy
from pendapa.complaints.public.tests.factories import answer, publish
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body, make_public, make_topic, make_unit, staff
from pendapa.exchange.models import ServiceRequest
from pendapa.exchange.tests.factories import make_key
from pendapa.files.actions import mark_attached, store_file, store_generated
from pendapa.files.rules import UploadRules
from pendapa.people.models import Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account
from pendapa.regions.models import Level, Region

PUBLISHED = 30
PRIVATE = ("rubinkelabu", "0819 0077 3300", "-7.91357", "112.64679")
"""What published reports keep to themselves: who wrote them, in which words, and where exactly."""
HIDDEN_UNIT = "dinas-zamrudkelabu"
WAYS: dict[str, dict[str, Any]] = {
    "secret": {"is_secret": True},
    "secret and anonymous": {"is_secret": True, "is_anonymous": True},
    "anonymous and pending": {"is_anonymous": True},
    "pending": {},
    "withheld": {},
    "published, then withheld": {},
    "published, then secret": {},
    "about misconduct": {"kind": "supervision"},
    "withdrawn": {},
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A report that no public address may tell of: how it is hidden, and every trace by which it would be known."""

    way: str
    number: str
    case_id: UUID
    file_id: UUID
    traces: tuple[str, ...]
    photo: bytes


def publish_reports() -> list[str]:
    """The numbers of thirty published reports of three units and two topics, some answered, some anonymous."""
    topics = [make_topic("lampu-jalan"), make_topic("sampah")]
    units = [make_unit("dinas-pu"), make_unit("dinas-lh"), make_unit("dinas-lain")]
    numbers = []
    name, phone, latitude, longitude = PRIVATE
    for place in range(PUBLISHED):
        report = publish(
            f"Laporan terbuka {place}.",
            at=A_MONDAY - timedelta(days=place),
            topic=topics[place % 2].slug,
            is_anonymous=place % 5 == 0,
            latitude=float(latitude) if place == 0 else -7.9 - place / 100,
            longitude=float(longitude) if place == 0 else 112.6 + place / 100,
            text=f"Kata sendiri {name} {phone}",
            name=f"Siti {name}",
            email=f"{name}@rahasia.example",
            phone=phone,
            place=f"Gang {name}",
        )
        numbers.append(report.case.number)
        if place % 2:
            answer(report, f"Terima kasih Ibu {name.title()}, sudah.", unit=units[place % 3])
    return numbers


def hide_reports() -> list[Hidden]:
    """One report for each way of being hidden, each answered, followed and with a photo that was once made public."""
    return [_hide(place, way, given) for place, (way, given) in enumerate(WAYS.items())]


def _hide(place: int, way: str, given: dict[str, Any]) -> Hidden:
    word = f"zamrud{'abcdefghij'[place]}kelabu"
    name, phone, email = f"Zainur{word} Qomar", f"0819{place}7733{place}12", f"{word}@rahasia.example"
    village = _village(place, word)
    latitude, longitude = round(-3.41237 - place * 0.0137, 5), round(119.81931 + place * 0.0173, 5)
    stored = store_file(_photo(place), f"{word}.png", UploadRules(kinds=frozenset({"image"})))
    reporter = actor_of(make_account(f"Akun {word}"))
    receipt = complain(
        f"Rahasia {word}: telepon {phone}.",
        actor=reporter,
        name=name,
        email=email,
        phone=phone,
        place=f"Gang {word}",
        region_code=village.code,
        latitude=latitude,
        longitude=longitude,
        files=(stored.pk,),
        **given,
    )
    complaint = Complaint.objects.select_related("case__unit").get(pk=receipt.case.pk)
    answer(complaint, f"Jawaban {word}.", unit=make_unit(HIDDEN_UNIT))
    send_message(staff(_hidden_unit()), complaint.pk, f"Pesan {word}", key=uuid4(), at=A_MONDAY + timedelta(days=3))
    Follower.objects.create(complaint=complaint, contact_email=email, contact_index=word, joined_at=A_MONDAY)
    complaint = Complaint.objects.select_related("case__unit").get(pk=complaint.pk)
    complaint.public_text = f"Untuk publik {word}"
    complaint.public_latitude, complaint.public_longitude = round(latitude, 3), round(longitude, 3)
    complaint.follower_count = 1
    complaint.save()
    photo = _publish_photo(complaint, _photo(place))
    if "pending" not in way:
        # Of a waiting report that came by Open311, whoever knows its number is told that it waits. Its token is a
        # secret of whoever sent it, and no guess.
        key, _secret = make_key()
        ServiceRequest.objects.create(complaint=complaint, api_key=key, token=uuid4(), received_at=A_MONDAY)
    _put_away(way, complaint, f"Untuk publik {word}")
    rounded = (f"{latitude:.3f}", f"{longitude:.3f}", f"{latitude:.3f}".replace(".", ","))
    traces = (word, phone, receipt.case.number, str(receipt.case.pk), receipt.secret, *rounded)
    return Hidden(way, receipt.case.number, receipt.case.pk, stored.pk, traces, photo)


def _put_away(way: str, complaint: Complaint, words: str) -> None:
    rows = Complaint.objects.filter(pk=complaint.pk)
    if way == "withheld":
        rows.update(publication=Publication.WITHHELD)
    elif way == "published, then withheld":
        make_public(complaint, words)
        moderator = staff(_hidden_unit(), Role.HEAD)
        moderate_complaint(
            moderator, complaint.pk, words, Publication.WITHHELD, reason="Fitnah.", at=A_MONDAY + timedelta(days=4)
        )
    elif way == "published, then secret":
        make_public(complaint, words)
        rows.update(is_secret=True, publication=Publication.WITHHELD)
    elif way == "about misconduct":
        # As if a kind that is never public had been published by mistake.
        rows.update(publication=Publication.PUBLISHED, published_at=A_MONDAY)
    elif way == "withdrawn":
        make_public(complaint, words)
        rows.update(stage=Stage.CLOSED)
        case = complaint.case
        case.status, case.closed_at = "withdrawn", A_MONDAY
        case.save(update_fields=["status", "closed_at"])


def _publish_photo(complaint: Complaint, content: bytes) -> bytes:
    copies = [store_generated(public_copy(content, [], edge), "foto.jpg", "image/jpeg") for edge in (1280, 320)]
    mark_attached(*(copy.pk for copy in copies), at=A_MONDAY)
    PublicPhoto.objects.create(
        complaint=complaint,
        case_file=complaint.case.files.get(),
        place=1,
        is_shown=True,
        description=f"Foto {complaint.public_text}",
        copy=copies[0],
        preview=copies[1],
        decided_at=A_MONDAY,
    )
    return public_copy(content, [], 1280)


def _hidden_unit() -> Organization:
    return make_unit(HIDDEN_UNIT, make_body())


def _village(place: int, word: str) -> Region:
    return Region.objects.get_or_create(
        code=f"99.01.01.20{place:02}",
        defaults={"name": f"Desa {word}", "full_name": f"Desa {word}", "level": Level.VILLAGE, "words": ""},
    )[0]


def _photo(place: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64 + place, 48), (200, 20 * place, 90)).save(out, "PNG")
    return out.getvalue()
