"""A finding and an audit on paper: tagged, archival PDF, in the language now active."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pendapa.documents.typesetting import typeset
from pendapa.kernel.calendar import local_date
from pendapa.oversight.actions.publishing import words_of
from pendapa.oversight.models import Audit, CorrectiveAction, Finding
from pendapa.ui.body import body_name
from pendapa.ui.formatting import body_date, short_date

TEMPLATE = Path(__file__).parent / "templates_typst" / "sheet.typ"
Section = dict[str, str]


def finding_pdf(finding: Finding, *, at: datetime) -> bytes:
    """The finding with its five elements, answers and actions as its readers at the desk see them."""
    title, *elements = words_of(finding)
    answers = [
        _section(
            _("Answer of the unit, {day}").format(day=body_date(local_date(one.answered_at))),
            f"{_('Agrees') if one.agrees else _('Sees it otherwise')}. {one.text}",
        )
        for one in finding.answers.all()
    ]
    ending = [_section(_("How it ended"), finding.ending)] if finding.ending else []
    facts = [
        (_("Unit"), finding.unit.local_name),
        (_("Service"), finding.service.local_name if finding.service else "–"),
        (_("State"), finding.get_state_display()),
        (_("Source"), finding.get_source_display()),
        (_("Issued"), _day(finding.issued_at)),
        (_("Due"), short_date(finding.due_on) or "–"),
        (_("Published"), _day(finding.published_at)),
    ]
    actions = finding.actions.select_related("owner", "owner_unit").order_by("position")
    data = {
        **_frame(_("Finding"), finding.number, title[1], finding.unit.local_name, finding.office_name, at),
        "note": _("Draft: the unit has not seen it.") if finding.is_draft else _internal(finding),
        "facts": facts,
        "sections": [*(_section(*one) for one in elements), *answers, *ending],
        "tables": [_actions(list(actions))],
        "address": _absolute(reverse("oversight:finding", args=[finding.number])),
    }
    return typeset(TEMPLATE.read_text(encoding="utf-8"), data, qr_address=data["address"], at=at)


def audit_pdf(audit: Audit, findings: list[Finding], *, at: datetime) -> bytes:
    """The audit with its plan, how its sample was drawn, the conclusion, and these findings. No working papers, and
    the cases by nothing but their handles in the log."""
    facts = [
        (_("Unit"), audit.unit.local_name),
        (_("Service"), audit.service.local_name if audit.service else _("No single service")),
        (_("Period"), f"{short_date(audit.period_from)} – {short_date(audit.period_until)}"),
        (_("State"), audit.get_state_display()),
        (_("How is the sample drawn?"), audit.get_rule_display()),
        (_("How many cases?"), _("{wanted} of {population}").format(wanted=audit.wanted, population=_shown(audit))),
        (_("Seed (root of the log)"), _breakable(audit.checkpoint_root) or "–"),
        (_("Published"), _day(audit.published_at)),
    ]
    rows = [[one.number, one.title, str(one.get_state_display())] for one in findings]
    handles = [[str(one.position), _breakable(one.handle)] for one in audit.sample.all()]
    data = {
        **_frame(_("Audit"), audit.number, audit.title, audit.unit.local_name, audit.office.local_name, at),
        "note": "" if audit.published_at else _("This audit is not published yet."),
        "facts": facts,
        "sections": [_section(_("Conclusion"), audit.conclusion)] if audit.conclusion else [],
        "tables": [
            _table(_("Findings"), [5, 9, 4], [_("Number"), _("Title"), _("State")], rows),
            _table(_("Cases of the sample"), [2, 16], [_("Rank"), _("Handle in the public log")], handles),
        ],
        "address": _absolute(reverse("oversight:audit", args=[audit.number])),
    }
    return typeset(TEMPLATE.read_text(encoding="utf-8"), data, qr_address=data["address"], at=at)


def _frame(heading: str, number: str, title: str, unit: str, office: str, at: datetime) -> dict[str, Any]:
    return {
        "language": "en" if (get_language() or "").startswith("en") else "id",
        "heading": heading,
        "number": number,
        "title": title,
        "unit": {"name": unit},
        "office": office,
        "body_name": body_name(),
        "printed": _("as of {day}").format(day=body_date(local_date(at))),
        "page": _("Page"),
        "of": _("of"),
        "qr_label": _("QR code that leads to this page at the desk"),
    }


def _actions(actions: list[CorrectiveAction]) -> dict[str, Any]:
    rows = [
        [
            str(one.position),
            one.what,
            str(one.owner or one.owner_unit.local_name),
            str(short_date(one.due_on)),
            str(one.get_progress_display()),
            str(one.get_effect_display()) or "–",
        ]
        for one in actions
    ]
    headings = [_("No."), _("What"), _("Responsible"), _("Due"), _("State"), _("Effect")]
    return _table(_("Corrective actions"), [1, 7, 4, 3, 4, 3], headings, rows)


def _table(title: str, widths: list[int], headings: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "widths": widths, "headings": headings, "rows": rows}


def _section(title: str, text: str) -> Section:
    return {"title": title, "text": text or "–"}


def _internal(finding: Finding) -> str:
    return "" if finding.is_published else _("Internal: for the unit and those who oversee it.")


def _day(at: datetime | None) -> str:
    day: date | None = local_date(at) if at is not None else None
    return str(short_date(day)) if day else "–"


def _shown(audit: Audit) -> str:
    return "–" if audit.population is None else str(audit.population)


def _breakable(hexadecimal: str) -> str:
    """In groups of eight, so that it fits any column."""
    return " ".join(hexadecimal[place : place + 8] for place in range(0, len(hexadecimal), 8))


def _absolute(address: str) -> str:
    return f"{settings.PENDAPA_PUBLIC_URL}{address}"
