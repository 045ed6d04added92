"""The demonstration regency Tirtamaya: its places, its services, and one account for each role."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pendapa.catalogue.loader import load_folder
from pendapa.complaints.whistle.actions import make_key, name_unit
from pendapa.complaints.whistle.phrases import new_phrase
from pendapa.complaints.whistle.queries import named_mailbox
from pendapa.complaints.whistle.rules import RETENTION_DAYS
from pendapa.evaluation.calendar.reading import load_instruments
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import local_date
from pendapa.people.actors import actor_for
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.roles import Role
from pendapa.regions.actions import load_regions

ROOT = Path(__file__).resolve().parents[4]
SERVICES = ROOT / "demo/tirtamaya"
INSTRUMENTS = SERVICES / "instruments.yaml"
REGIONS = (ROOT / "node_modules/idn-area-data/data", ROOT / "demo/regions")
MEMBERS_SINCE = date(2026, 1, 1)
MAILBOX_KEEPER, ADMINISTRATOR = "auditor@tirtamaya.example", "admin@tirtamaya.example"


@dataclass(frozen=True, slots=True)
class Person:
    """A demonstration account; without a role a resident."""

    email: str
    name: str
    role: Role | None = None
    unit: str = ""
    position: str = ""
    employee_number: str = ""


PEOPLE = (
    Person("warga@tirtamaya.example", "Siti Rahmawati"),
    Person("warga2@tirtamaya.example", "Bambang Prasetyo"),
    Person(
        "petugas@tirtamaya.example",
        "Rina Wulandari",
        Role.OFFICER,
        "kec-tirtasari",
        "Pengadministrasi Umum",
        "199203142019032005",
    ),
    Person(
        "verifikator@tirtamaya.example",
        "Agus Setiawan",
        Role.VERIFIER,
        "kec-tirtasari",
        "Kepala Seksi Pelayanan Umum",
        "198507212010011012",
    ),
    Person(
        "sekcam@tirtamaya.example",
        "Dra. Endang Lestari",
        Role.APPROVER,
        "kec-tirtasari",
        "Sekretaris Kecamatan",
        "197411051998032003",
    ),
    Person(
        "camat@tirtamaya.example",
        "Wening Hapsari",
        Role.HEAD,
        "kec-tirtasari",
        "Camat Tirtasari",
        "197006171995031002",
    ),
    Person(
        "petugas.kelurahan@tirtamaya.example",
        "Dewi Anggraini",
        Role.OFFICER,
        "kel-banyubiru",
        "Pengelola Pelayanan",
        "199511302020122009",
    ),
    Person(
        "lurah@tirtamaya.example",
        "Slamet Raharjo",
        Role.HEAD,
        "kel-banyubiru",
        "Lurah Banyubiru",
        "197902282005012007",
    ),
    Person(
        "auditor@tirtamaya.example",
        "Yusuf Hidayat, Ak.",
        Role.INTERNAL_AUDITOR,
        "inspektorat",
        "Auditor Ahli Madya",
        "197703092003121004",
    ),
    Person(
        "aduan@tirtamaya.example",
        "Lestari Widodo",
        Role.OFFICER,
        "tirtamaya",
        "Pengelola Pengaduan Masyarakat",
        "198812052012122004",
    ),
    Person("pengawas@tirtamaya.example", "Maria Tanasale", Role.OVERSEER, "tirtamaya", "Asisten Ombudsman"),
    Person("mitra@tirtamaya.example", "Koperasi Maju Bersama", Role.PARTNER, "diskopukm"),
    Person(
        "admin@tirtamaya.example",
        "Fajar Nugroho",
        Role.ADMINISTRATOR,
        "tirtamaya",
        "Pranata Komputer",
        "199008082014021003",
    ),
)


def load_demonstration() -> None:
    """Load the regency once; each part may be loaded again without harm, the accounts' file is written last."""
    at = timezone.now()
    for folder in REGIONS:
        load_regions(folder)
    report = load_folder(SERVICES, actor=SYSTEM, at=at)
    if report.faults:
        raise RuntimeError("The demonstration's folder is faulty:\n" + "\n".join(map(str, report.faults)))
    load_instruments(INSTRUMENTS)
    passwords = _make_accounts()
    passphrase = _make_secret_mailbox(at)
    _write_accounts(passwords, passphrase)


@transaction.atomic
def _make_accounts() -> dict[str, str]:
    units = {unit.code: unit for unit in Organization.objects.all()}
    passwords = {}
    for person in PEOPLE:
        password = passwords[person.email] = secrets.token_urlsafe(9)
        account = Account.objects.filter(email=person.email).first() or Account.objects.create_user(
            person.email, name=person.name, is_demonstration=True
        )
        account.set_password(password)
        account.save()
        EmailAddress.objects.get_or_create(
            user=account, email=person.email, defaults={"verified": True, "primary": True}
        )
        if person.role is not None:
            Membership.objects.get_or_create(
                account=account,
                organization=units[person.unit],
                role=person.role,
                starts=MEMBERS_SINCE,
                defaults={"position": person.position, "employee_number": person.employee_number},
            )
    return passwords


def _make_secret_mailbox(at: datetime) -> str:
    """The inspectorate receives secret reports; the passphrase by which its auditor opens them."""
    keeper = Account.objects.get(email=MAILBOX_KEEPER)
    administrator = Account.objects.get(email=ADMINISTRATOR)
    unit = Organization.objects.get(code="inspektorat")
    passphrase = new_phrase()
    mailbox = named_mailbox()
    if mailbox is None or mailbox.public_key is None:
        mailbox = name_unit(actor_for(administrator, on=local_date(at)), unit, RETENTION_DAYS, at=at)
        make_key(actor_for(keeper, on=local_date(at)), mailbox, passphrase, at=at)
    return passphrase


def _write_accounts(passwords: dict[str, str], passphrase: str) -> None:
    rows: list[dict[str, str]] = [
        {
            "email": person.email,
            "password": passwords[person.email],
            "role": str(person.role or "resident"),
            "organization": person.unit,
            "name": person.name,
        }
        | ({"mailbox_passphrase": passphrase} if person.email == MAILBOX_KEEPER else {})
        for person in PEOPLE
    ]
    target = settings.PENDAPA_HOME / "demo-accounts.json"
    temporary = target.with_suffix(".part")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(rows, file, indent=2, ensure_ascii=False)
    temporary.replace(target)
