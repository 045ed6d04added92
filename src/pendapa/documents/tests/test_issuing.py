import hashlib
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from cryptography.x509 import load_pem_x509_certificate
from django.db import connection, transaction
from django.utils import timezone

from pendapa.documents.actions import CannotIssue, prepare_authority, revoke_document
from pendapa.documents.authority import SignerName, make_authority, make_signer
from pendapa.documents.models import CertificateAuthority, IssuedDocument, Register, SigningCertificate
from pendapa.documents.queries import documents_about, trusted_roots
from pendapa.documents.tests.conftest import AT
from pendapa.documents.verification import State, certificates_in, trust_roots_in, verify_pdf
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.roles import Role


def test_an_issued_document_is_numbered_signed_kept_and_recorded(office):
    document = office.issue()
    content = office.content_of(document)
    found = verify_pdf(content, trusted_roots())
    assert found.is_valid
    assert document.number == "0001/SKU/KEC-TRT/XI/2026"
    assert found.number == document.number
    assert found.data["verify_url"] == f"https://pendapa.example/verifikasi/{document.verification_code}/"
    assert found.signer_name == document.signer_name == "Drs. Hadi Pranoto, M.Si."
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert documents_about(document.subject) == [document]
    entry = Entry.objects.get(verb="document.issued")
    assert (entry.subject_id, entry.audience, entry.actor_role) == (document.subject_id, "parties", "head")
    assert entry.payload["sha256"] == document.sha256


def test_numbers_run_on_within_the_year_and_begin_anew_with_the_next(office):
    numbers = [office.issue(at=at).number for at in (AT, AT, datetime(2026, 12, 31, 16, 59, tzinfo=UTC))]
    assert numbers == [
        "0001/SKU/KEC-TRT/XI/2026",
        "0002/SKU/KEC-TRT/XI/2026",
        "0003/SKU/KEC-TRT/XII/2026",
    ]
    assert office.issue(at=datetime(2026, 12, 31, 17, 1, tzinfo=UTC)).number == "0001/SKU/KEC-TRT/I/2027"
    assert office.issue(kind="skd").number == "0001/SKD/KEC-TRT/XI/2026"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"template": "#data.form.nope"}, "line 1"), ({"pattern": "{seq}"}, "year"), ({"data": {}}, "unit|title|key")],
)
def test_a_failure_uses_no_number(office, changes, reason):
    with pytest.raises(CannotIssue, match=reason):
        office.issue(**changes)
    assert not Register.objects.filter(last_number__gt=0).exists()
    assert office.issue().number.startswith("0001/")


def test_a_pattern_that_gives_a_taken_number_is_refused(office):
    office.issue(pattern="{seq}/{year}")
    with pytest.raises(CannotIssue, match="0001/2026"):
        office.issue(pattern="{seq}/{year}", kind="other")


def test_nobody_signs_in_anothers_name_nor_without_the_role(office):
    approver = office.member("Siti", Role.APPROVER, "Sekretaris")
    officer = office.member("Budi", Role.OFFICER, "Petugas")
    with pytest.raises(Forbidden):
        office.issue(actor=office.actor(approver))
    with pytest.raises(Forbidden):
        office.issue(actor=office.actor(officer), signer=officer)
    assert office.issue(actor=office.actor(approver), signer=approver).signer_position == "Sekretaris"


def test_a_person_keeps_one_certificate_until_name_position_or_time_change(office):
    at = timezone.now()
    office.issue(at=at)
    office.issue(at=at)
    assert SigningCertificate.objects.count() == 1
    office.head.position = "Plt. Camat Tirta"
    office.head.save()
    office.issue(at=at)
    assert SigningCertificate.objects.count() == 2
    SigningCertificate.objects.update(valid_until=at + timedelta(days=5))
    assert verify_pdf(office.content_of(office.issue(at=at)), trusted_roots()).is_valid
    assert SigningCertificate.objects.count() == 3


def test_keys_lie_encrypted_and_the_authority_is_published_for_the_offline_check(
    office, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        authority = prepare_authority(at=timezone.now())
        prepare_authority(at=timezone.now())
    document = office.issue(at=timezone.now())
    assert CertificateAuthority.objects.get() == authority
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM documents_signingcertificate UNION ALL SELECT key FROM documents_certificateauthority"
        )
        assert all(b"PRIVATE" not in bytes(row[0]) for row in cursor.fetchall())
    (published,) = (tmp_path / "trust").glob("*.pem")
    assert stat.S_IMODE(published.stat().st_mode) == 0o644
    assert "PRIVATE" not in published.read_text()
    assert verify_pdf(office.content_of(document), trust_roots_in(tmp_path / "trust")).is_valid


def test_a_configured_pkcs12_signs_instead(office, settings, tmp_path):
    now = timezone.now()
    authority = make_authority("Otoritas Lain", at=now)
    pair = make_signer(authority, SignerName("Segel Kabupaten", "", "", "", "Kabupaten Tirtamaya"), at=now)
    path = tmp_path / "segel.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"segel",
            load_pem_private_key(pair.key.encode(), None),
            load_pem_x509_certificate(pair.certificate.encode()),
            [load_pem_x509_certificate(authority.certificate.encode())],
            BestAvailableEncryption(b"rahasia"),
        )
    )
    settings.PENDAPA_SIGNING_PKCS12, settings.PENDAPA_SIGNING_PASSWORD = path, "rahasia"
    content = office.content_of(office.issue())
    assert verify_pdf(content, certificates_in(authority.certificate.encode())).signer_name == "Segel Kabupaten"
    assert verify_pdf(content, certificates_in(authority.certificate.encode())).state is State.VALID
    assert not SigningCertificate.objects.exists()
    settings.PENDAPA_SIGNING_PASSWORD = "salah"
    with pytest.raises(CannotIssue, match="PKCS"):
        office.issue()


def test_a_time_stamping_authority_that_is_silent_stops_the_issue(office, settings):
    settings.PENDAPA_TSA_URL = "http://127.0.0.1:1/"
    with pytest.raises(CannotIssue):
        office.issue()
    assert not IssuedDocument.objects.exists()


def test_only_the_head_revokes_once_and_with_a_reason(office):
    document, later = office.issue(), office.issue()
    approver = office.member("Siti", Role.APPROVER, "Sekretaris")
    with pytest.raises(Forbidden):
        revoke_document(office.actor(approver), document, "Salah nama", at=AT)
    with pytest.raises(Invalid):
        revoke_document(office.actor(), document, "  ", at=AT)
    revoke_document(office.actor(), document, "Salah nama", replaced_by=later, at=AT)
    document.refresh_from_db()
    assert document.is_revoked
    assert document.replaced_by == later
    assert "Salah nama" in Entry.objects.get(verb="document.revoked").sentence
    with pytest.raises(Conflict):
        revoke_document(office.actor(), document, "Lagi", at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_leave_no_gap_even_when_one_rolls_back(make_office):
    office = make_office()
    office.issue()
    inside, finished = threading.Event(), threading.Event()
    numbers: list[str] = []

    def issue_and_fall() -> None:
        try:
            with transaction.atomic():
                numbers.append("lost " + office.issue().number)
                inside.set()
                finished.wait(1)
                raise RuntimeError("the caller changes its mind")
        except RuntimeError:
            pass
        finally:
            connection.close()

    def issue_meanwhile() -> None:
        inside.wait(10)
        try:
            numbers.append(office.issue().number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for work in (issue_and_fall, issue_meanwhile)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert numbers == ["lost 0002/SKU/KEC-TRT/XI/2026", "0002/SKU/KEC-TRT/XI/2026"]
    assert sorted(IssuedDocument.objects.values_list("sequence", flat=True)) == [1, 2]
    assert Register.objects.get().last_number == 2


@pytest.mark.django_db(transaction=True)
def test_many_first_documents_at_once_get_following_numbers_and_one_authority(make_office):
    office = make_office()
    failures: list[BaseException] = []

    def issue() -> None:
        try:
            office.issue(at=timezone.now())
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(IssuedDocument.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert (CertificateAuthority.objects.count(), SigningCertificate.objects.count()) == (1, 1)
