"""A real service of the demonstration regency, set up without the loader, and applications for it."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from pendapa.applications.actions import Receipt, submit_application
from pendapa.catalogue.models import PublicService, ServiceStandard
from pendapa.files.actions import store_file
from pendapa.files.rules import UploadRules
from pendapa.forms.actions import register_form
from pendapa.forms.definition import load_form
from pendapa.forms.reading_posts import file_answer
from pendapa.journal.actors import Actor
from pendapa.people.models import Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
from pendapa.regions.actions import load_regions
from pendapa.workflow.actions import register_process

DEMONSTRATION = Path(__file__).parents[4] / "demo/tirtamaya/services"
A_MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NIK = "3398014107900001"
RESIDENT = Actor(kind="anonymous")


def make_village() -> None:
    """Banyubiru and all above it."""
    load_regions(DEMONSTRATION.parents[1] / "regions")


def make_service(slug: str = "domisili", unit: Organization | None = None, **fields: Any) -> ServiceStandard:
    """The published standard of a service of the demonstration, with its real form, process and letter."""
    folder = DEMONSTRATION / slug
    unit = unit or make_organization("kel-banyubiru", make_organization("tirtamaya"))
    service = PublicService.objects.create(
        slug=slug,
        name="Surat Keterangan Domisili",
        name_en="Domicile letter",
        summary="Surat tempat tinggal.",
        summary_en="Where you live.",
        owner=unit,
        number_prefix={"domisili": "DOM", "sku": "SKU"}[slug],
        is_online=True,
    )
    form = register_form(
        load_form((folder / "form.schema.json").read_text(), (folder / "form.layout.yaml").read_text())
    )
    return ServiceStandard.objects.create(
        service=service,
        version=1,
        status=ServiceStandard.Status.PUBLISHED,
        working_days=2,
        form_version=form,
        process_version=register_process((folder / "process.bpmn").read_bytes()),
        document_template=(folder / "document.typ").read_text(),
        document_title={"id": service.name, "en": service.name_en},
        document_register="surat-keterangan-domisili",
        number_pattern="470/{number:04}/KEL-BNB/{year}",
        validity_days=180,
        digest="0" * 64,
        created_at=A_MONDAY,
        published_at=A_MONDAY,
        valid_from=date(2026, 1, 1),
        **fields,
    )


def make_photo() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#B0733A").save(picture, "JPEG")
    return picture.getvalue()


def make_file_answer() -> dict[str, Any]:
    stored = store_file(make_photo(), "foto.jpg", UploadRules())
    return file_answer(id=str(stored.pk), name=stored.name, size=stored.size, type=stored.media_type)


def make_answers(**changes: Any) -> dict[str, Any]:
    """Complete answers for the domicile letter; needs `make_village`."""
    answers = {
        "full_name": "Siti Rahmawati",
        "nik": NIK,
        "birth_place": "Tirtamaya",
        "birth_date": "1990-07-01",
        "sex": "female",
        "occupation": "Penjahit",
        "address": {"code": "33.98.01.1001", "name": "", "street": "Jalan Melati 4"},
        "rt": "003",
        "rw": "011",
        "living_since": "2021-03-01",
        "email": "siti@example.org",
        "purpose": "Membuka rekening bank",
        "letter_rt_rw": [make_file_answer()],
        "photo_ktp": [make_file_answer()],
        "declaration": True,
    }
    return {name: value for name, value in {**answers, **changes}.items() if value is not None}


def submit(
    standard: ServiceStandard, actor: Actor = RESIDENT, key: UUID | None = None, at: datetime = A_MONDAY, **changes: Any
) -> Receipt:
    make_village()
    return submit_application(actor, standard, make_answers(**changes), key or uuid4(), at=at)


def make_staff(unit: Organization) -> dict[Role, Any]:
    """One member of the unit for each role that works on applications."""
    return {role: make_member(unit, role) for role in (Role.OFFICER, Role.HEAD)}
