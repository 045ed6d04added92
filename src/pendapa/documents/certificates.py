"""Which certificate signs: the configured PKCS#12 file, or one that the installation's own authority makes."""

import os
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from pyhanko.sign import SimpleSigner

from pendapa.documents.authority import KeyPair, SignerName, make_authority, make_signer, validity_of
from pendapa.documents.models import CertificateAuthority, SigningCertificate
from pendapa.documents.signing import signer_from_key_pair, signer_from_pkcs12
from pendapa.people.models import Account, Membership

RENEW_BEFORE_END = timedelta(days=30)
TRUST_FILE = "pendapa-authority.pem"


def signer_for(membership: Membership, *, at: datetime) -> SimpleSigner:
    """The key that signs for a member of a unit; needs `account` and `organization`. Raises SigningFailed.

    A PKCS#12 file from the settings stands for everybody (the body's seal); otherwise each person has a certificate.
    """
    configured = getattr(settings, "PENDAPA_SIGNING_PKCS12", None)
    if configured:
        return signer_from_pkcs12(Path(configured), str(getattr(settings, "PENDAPA_SIGNING_PASSWORD", "")))
    own = certificate_for(membership, at=at)
    return signer_from_key_pair(KeyPair(own.certificate, own.key))


def certificate_for(membership: Membership, *, at: datetime) -> SigningCertificate:
    """The certificate of a member, made anew when there is none for this name and position or its end is near."""
    account, name = membership.account, membership.account.get_full_name()
    Account.objects.select_for_update(no_key=True).get(
        pk=account.pk
    )  # two first documents at once make one certificate
    found: SigningCertificate | None = (
        SigningCertificate.objects.usable(at)
        .filter(
            account=account,
            organization=membership.organization,
            name=name,
            position=membership.position,
            valid_until__gt=at + RENEW_BEFORE_END,
        )
        .order_by("-valid_until")
        .first()
    )
    return found or _made_certificate(membership, name, at=at)


def certificate_authority(*, at: datetime) -> CertificateAuthority:
    """The installation's authority, made when there is none; its certificate goes to `$PENDAPA_HOME/trust/`."""
    authority = CertificateAuthority.objects.filter(pk=CertificateAuthority.ONLY).first()
    if authority is None:
        made = make_authority(str(settings.PENDAPA_BODY_NAME), at=at)
        authority, _created = CertificateAuthority.objects.get_or_create(
            pk=CertificateAuthority.ONLY,
            defaults={"certificate": made.certificate, "key": made.key, "created_at": at},
        )
    transaction.on_commit(partial(publish_trust_root, authority.certificate))
    return authority


def publish_trust_root(certificate: str) -> None:
    """Put the authority's certificate where `pendapa verify` finds it without a database; nothing if it is there."""
    target = trust_folder() / TRUST_FILE
    if target.exists() and target.read_text(encoding="ascii") == certificate:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(certificate)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)


def trust_folder() -> Path:
    """Where the certificates lie that signatures are trusted by."""
    return Path(settings.PENDAPA_HOME) / "trust"


def _made_certificate(membership: Membership, name: str, *, at: datetime) -> SigningCertificate:
    authority = certificate_authority(at=at)
    who = SignerName(
        name=name,
        position=membership.position,
        employee_number=membership.employee_number,
        unit=membership.organization.name,
        body=str(settings.PENDAPA_BODY_NAME),
    )
    pair = make_signer(KeyPair(authority.certificate, authority.key), who, at=at)
    serial, valid_from, valid_until = validity_of(pair.certificate)
    made: SigningCertificate = SigningCertificate.objects.create(
        account=membership.account,
        organization=membership.organization,
        name=name,
        position=membership.position,
        certificate=pair.certificate,
        key=pair.key,
        serial=serial,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return made
