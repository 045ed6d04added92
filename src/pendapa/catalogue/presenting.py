"""From stored rows to the values that pages show, in one language."""

from pendapa.catalogue.languages import localised
from pendapa.catalogue.models import Channel, PublicService, ServicePledge, ServiceStandard
from pendapa.catalogue.opening import opening_rows
from pendapa.catalogue.rows import (
    ChannelRow,
    ComponentRow,
    EvidenceRow,
    PledgeRow,
    RegulationRow,
    ServiceRow,
    StandardRow,
    StepRow,
    UnitRow,
    duration,
    rupiah,
)
from pendapa.catalogue.rules import COMPONENTS
from pendapa.people.models import Organization


def in_language(text: str, text_en: str, language: str) -> str:
    return text_en if language == "en" and text_en else text


def service_row(service: PublicService, standard: ServiceStandard, language: str) -> ServiceRow:
    """Needs `owner` selected; takes `life_event_keys` where the query annotated them."""
    return ServiceRow(
        slug=service.slug,
        name=in_language(service.name, service.name_en, language),
        summary=in_language(service.summary, service.summary_en, language),
        unit_code=service.owner.code,
        unit_name=in_language(service.owner.name, service.owner.name_en, language),
        is_online=service.is_online,
        website=service.website,
        working_days=standard.working_days,
        cost_rupiah=standard.cost_rupiah,
        life_events=tuple(getattr(standard, "life_event_keys", ())),
    )


def unit_row(unit: Organization, language: str) -> UnitRow:
    name = in_language(unit.name, unit.name_en, language)
    return UnitRow(unit.code, name, unit.path, unit.address, unit.phone, unit.email)


def channel_row(channel: Channel, language: str) -> ChannelRow:
    return ChannelRow(
        kind=channel.kind,
        kind_name=str(Channel.Kind(channel.kind).label),
        name=localised(channel.name, language),
        note=localised(channel.note, language),
        address=channel.address,
        contact=channel.contact,
        hours=tuple(opening_rows(channel.hours, language)),
    )


def pledge_row(pledge: ServicePledge, language: str) -> PledgeRow:
    """Needs `unit` selected."""
    return PledgeRow(
        unit_name=in_language(pledge.unit.name, pledge.unit.name_en, language),
        version=pledge.version,
        text=localised(pledge.text, language),
        sanction=localised(pledge.sanction, language),
        signed_by=pledge.signed_by,
        position=localised(pledge.position, language),
        signed_on=pledge.signed_on,
        digest=pledge.digest,
    )


def standard_row(standard: ServiceStandard, language: str) -> StandardRow:
    """A version in one language; titles of components in the language now active."""
    return StandardRow(
        id=standard.pk,
        version=standard.version,
        status=standard.status,
        valid_from=standard.valid_from,
        published_at=standard.published_at,
        digest=standard.digest,
        working_days=standard.working_days,
        cost_rupiah=standard.cost_rupiah,
        cost_note=localised(standard.cost_note, language),
        output=localised(standard.output, language),
        evidence=tuple(
            EvidenceRow(localised(e["name"], language), localised(e["note"], language), e["is_required"])
            for e in standard.evidence
        ),
        steps=tuple(StepRow(localised(s["name"], language), localised(s["note"], language)) for s in standard.steps),
        legal_basis=tuple(RegulationRow(localised(r["title"], language), r["url"]) for r in standard.legal_basis),
        components=tuple(_component_rows(standard, language)),
        has_form=standard.form_version_id is not None,
    )


def _component_rows(standard: ServiceStandard, language: str) -> list[ComponentRow]:
    lines = {
        "requirements": [localised(evidence["name"], language) for evidence in standard.evidence],
        "procedure": [localised(step["name"], language) for step in standard.steps],
        "time": [duration(standard.working_days)],
        "cost": [
            text for text in (rupiah(standard.cost_rupiah, language), localised(standard.cost_note, language)) if text
        ],
        "product": [localised(standard.output, language)],
        "legal_basis": [localised(regulation["title"], language) for regulation in standard.legal_basis],
    }
    return [
        ComponentRow(
            number=component.number,
            key=component.key,
            title=str(component.title),
            is_delivery=component.is_delivery,
            text=localised(standard.components.get(component.key), language),
            lines=tuple(lines.get(component.key, ())),
        )
        for component in COMPONENTS
    ]
