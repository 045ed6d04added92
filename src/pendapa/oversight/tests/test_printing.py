"""Findings and audits on paper: for those who see them, in both languages, whatever was written."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from pendapa.oversight.actions import write_paper
from pendapa.oversight.models import Audit
from pendapa.oversight.tests.factories import (
    LATER,
    account_of,
    auditor,
    head,
    issue,
    make_unit,
    planned,
    propose,
)
from pendapa.oversight.tests.test_audits import _plan
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def _client(role: Role) -> Client:
    client = Client()
    client.force_login(account_of(role))
    return client


def _words(client: Client, address: str, language: str = "id") -> str:
    answer = client.get(address, {"bahasa": language})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


@pytest.mark.parametrize(("language", "heading"), [("id", "Rekomendasi"), ("en", "Recommendation")])
def test_a_finding_on_paper_holds_what_its_reader_sees(language: str, heading: str) -> None:
    action = planned(auditor(), head(), condition="Tanda #[let], *bintang*, @surel dan\nbaris kedua.")
    words = _words(_client(Role.HEAD), f"/meja/temuan/{action.finding.number}/cetak.pdf", language)
    for told in (
        action.finding.number,
        "#[let], *bintang*",
        "baris kedua",
        heading,
        "Benar, kami perbaiki.",
        action.what,
    ):
        assert told in words


def test_a_draft_is_printed_by_its_office_alone() -> None:
    make_unit()
    draft = propose(auditor(), cause="")
    address = f"/meja/temuan/{draft.number}/cetak.pdf"
    assert "Rancangan" in _words(_client(Role.INTERNAL_AUDITOR), address)
    for role in (Role.HEAD, Role.OVERSEER, Role.ADMINISTRATOR):
        assert _client(role).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_audit_on_paper_has_no_working_papers_and_belongs_to_its_office() -> None:
    judge = auditor()
    audit = _plan(judge)
    write_paper(judge, audit, "Catatan rahasia tim.", at=LATER)
    finding = issue(judge)
    type(finding).objects.filter(pk=finding.pk).update(audit=audit)
    Audit.objects.filter(pk=audit.pk).update(conclusion="Separuh terlambat.")
    address = f"/meja/pengawasan/audit/{audit.number}/cetak.pdf"
    words = _words(_client(Role.INTERNAL_AUDITOR), address)
    assert "Separuh terlambat." in words
    assert finding.number in words
    assert "Catatan rahasia" not in words
    for role in (Role.HEAD, Role.OVERSEER):
        assert _client(role).get(address).status_code == 404
