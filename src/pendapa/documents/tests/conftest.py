from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from pendapa.documents.actions import issue_document
from pendapa.documents.models import IssuedDocument
from pendapa.documents.typesetting import sample_data
from pendapa.journal.actions import Subject
from pendapa.people.actors import actor_for
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.roles import Role

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PATTERN = "{seq}/{code}/{unit}/{roman_month}/{year}"
LETTER = """#import "/letterhead.typ": *
#show: letter
Menerangkan bahwa #data.form.full_name bertempat tinggal di wilayah kami.
#signature-block()
"""


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_BODY_NAME = "Kabupaten Tirtamaya"
    settings.PENDAPA_PUBLIC_URL = "https://pendapa.example"
    settings.PENDAPA_SIGNING_PKCS12 = None


class Office:
    """A unit with its head, and a drawer in which signed documents are kept by id."""

    def __init__(self) -> None:
        body = Organization.objects.create(code="tirtamaya", name="Kabupaten Tirtamaya", kind="body")
        self.unit = Organization.objects.create(code="kec-trt", name="Kecamatan Tirta", parent=body, address="Jalan 1")
        self.head = self.member("Drs. Hadi Pranoto, M.Si.", Role.HEAD, "Camat Tirta")
        self.drawer: dict[UUID, bytes] = {}

    def member(self, name: str, role: Role, position: str) -> Membership:
        account = Account.objects.create_user(f"{uuid4()}@example.invalid", name=name)
        return Membership.objects.create(
            account=account,
            organization=self.unit,
            role=role,
            position=position,
            employee_number="197205121998031004",
            starts=date(2020, 1, 1),
        )

    def actor(self, membership: Membership | None = None):
        return actor_for((membership or self.head).account, on=timezone.now().date())

    def keep(self, content: bytes, _name: str) -> UUID:
        self.drawer[key := uuid4()] = content
        return key

    def issue(self, **changes: object) -> IssuedDocument:
        wanted: dict = {
            "template": LETTER,
            "kind": "sku",
            "title": "Surat Keterangan Usaha",
            "unit": self.unit,
            "pattern": PATTERN,
            "data": sample_data({"full_name": "Siti Rahmawati"}) | {"title": "Surat Keterangan Usaha"},
            "subject": Subject("case", str(uuid4())),
            "signer": self.head,
            "store": self.keep,
            "valid_until": None,
            "at": AT,
            **changes,
        }
        return issue_document(wanted.pop("actor", None) or self.actor(), **wanted)

    def content_of(self, document: IssuedDocument) -> bytes:
        return self.drawer[document.file_id]


@pytest.fixture
def office(db) -> Office:
    return Office()


@pytest.fixture
def make_office() -> Callable[[], Office]:
    return Office


@pytest.fixture(scope="session")
def signed() -> SimpleNamespace:
    """A signed letter and the root that it is trusted by, without any database."""
    from pendapa.documents.authority import SignerName, make_authority, make_signer
    from pendapa.documents.signing import sign_pdf, signer_from_key_pair
    from pendapa.documents.typesetting import typeset
    from pendapa.documents.verification import certificates_in

    now = timezone.now()
    authority = make_authority("Kabupaten Tirtamaya", at=now)
    who = SignerName("Drs. Hadi", "Camat", "197205121998031004", "Kecamatan Tirta", "Kabupaten Tirtamaya")
    signer = signer_from_key_pair(make_signer(authority, who, at=now))
    data = sample_data({"full_name": "Siti"})
    plain = typeset(LETTER, data, qr_address=data["verify_url"], at=now)
    content = sign_pdf(plain, signer, signer_name=who.name, reason="Surat")
    roots = certificates_in(authority.certificate.encode())
    return SimpleNamespace(plain=plain, content=content, signer=signer, authority=authority, data=data, roots=roots)
