"""Small makers of catalogue rows, for the tests of this floor and those above."""

from datetime import UTC, datetime
from typing import Any

from pendapa.catalogue.actions import (
    StandardContent,
    publish_standard,
    revise_standard,
    submit_standard_for_review,
)
from pendapa.catalogue.models import PublicService, ServiceStandard
from pendapa.catalogue.rules import COMPONENT_KEYS
from pendapa.forms.models import FormVersion
from pendapa.journal.actors import SYSTEM
from pendapa.people.models import Organization
from pendapa.workflow.models import ProcessVersion

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def words(text: str) -> dict[str, str]:
    return {"id": text, "en": f"{text} (en)"}


def make_unit(code: str = "kec-tirtasari", parent: Organization | None = None) -> Organization:
    if parent is None and code != "tirtamaya":
        parent = make_unit("tirtamaya")
    unit = Organization.objects.filter(code=code).first()
    return unit or Organization.objects.create(code=code, name=code.title(), name_en=f"{code} unit", parent=parent)


def make_service(slug: str = "sku", owner: Organization | None = None, **fields: Any) -> PublicService:
    """A service without a standard; online with the prefix SKU unless said otherwise."""
    defaults = {
        "name": "Surat Keterangan Usaha",
        "name_en": "Business certificate",
        "summary": "Menerangkan bahwa Anda menjalankan usaha.",
        "summary_en": "States that you run a business.",
        "number_prefix": "SKU",
        "is_online": True,
    }
    return PublicService.objects.create(slug=slug, owner=owner or make_unit(), **{**defaults, **fields})


def standard_fields(**fields: Any) -> dict[str, Any]:
    """The content of a complete standard: three working days, free of charge."""
    return {
        "components": {key: words(f"Isi {key}") for key in COMPONENT_KEYS},
        "working_days": 3,
        "cost_rupiah": 0,
        "cost_note": words("Gratis"),
        "output": words("Surat Keterangan Usaha"),
        "evidence": [{"name": words("KTP elektronik"), "note": {}, "is_required": True}],
        "steps": [{"name": words("Isi formulir"), "note": {}}],
        "legal_basis": [{"title": words("UU 25/2009"), "url": ""}],
        "document_template": "",
        "document_title": words("Surat Keterangan Usaha"),
        "document_register": "sku",
        "number_pattern": "",
        "validity_days": 365,
        **fields,
    }


def publish(
    service: PublicService,
    *,
    form_version: FormVersion | None = None,
    process_version: ProcessVersion | None = None,
    at: datetime = AT,
    **fields: Any,
) -> ServiceStandard:
    """A published standard of the service, by way of draft and review."""
    content = StandardContent(standard_fields(**fields), form_version, process_version)
    draft = revise_standard(SYSTEM, service, content, at=at)
    submit_standard_for_review(SYSTEM, draft, revision=draft.revision, at=at)
    return publish_standard(SYSTEM, draft, revision=draft.revision + 1, at=at)
