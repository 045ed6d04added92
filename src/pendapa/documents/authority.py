"""The installation's own certificate authority, pure: certificates in, certificates out; keys stay with the caller.

Used until a certificate of a recognised authority is configured as PKCS#12. Elliptic curve P-256 throughout.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY_LIVES = timedelta(days=3650)
SIGNER_LIVES = timedelta(days=730)
CLOCK_SLACK = timedelta(hours=1)
LONGEST_NAME = 64  # X.520 upper bound of a common name


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A certificate and its private key, both PEM."""

    certificate: str
    key: str


@dataclass(frozen=True, slots=True)
class SignerName:
    """Who a signing certificate speaks for."""

    name: str
    position: str
    employee_number: str
    unit: str
    body: str


def make_authority(body: str, *, at: datetime) -> KeyPair:
    """A self-signed root for one installation, valid for ten years, that may sign end certificates only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, body[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Otoritas Sertifikat {body}"[:LONGEST_NAME]),
        ]
    )
    certificate = (
        _begun(name, name, key.public_key(), at, AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _as_pem(certificate, key)


def make_signer(authority: KeyPair, who: SignerName, *, at: datetime) -> KeyPair:
    """A certificate for signing documents, valid for two years (at most as long as its authority)."""
    issuer_key = serialization.load_pem_private_key(authority.key.encode(), password=None)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the authority's key is not an elliptic curve key")
    issuer = x509.load_pem_x509_certificate(authority.certificate.encode())
    key = ec.generate_private_key(ec.SECP256R1())
    lives = min(SIGNER_LIVES, issuer.not_valid_after_utc - at)
    certificate = (
        _begun(_subject(who), issuer.subject, key.public_key(), at, lives)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return _as_pem(certificate, key)


def validity_of(certificate_pem: str) -> tuple[str, datetime, datetime]:
    """Serial number in hex, and the aware UTC times between which a certificate counts."""
    certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
    return format(certificate.serial_number, "x"), certificate.not_valid_before_utc, certificate.not_valid_after_utc


def _subject(who: SignerName) -> x509.Name:
    wanted = (
        (NameOID.COUNTRY_NAME, "ID"),
        (NameOID.ORGANIZATION_NAME, who.body),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, who.unit),
        (NameOID.TITLE, who.position),
        (NameOID.SERIAL_NUMBER, who.employee_number),
        (NameOID.COMMON_NAME, who.name),
    )
    return x509.Name([x509.NameAttribute(oid, value[:LONGEST_NAME]) for oid, value in wanted if value])


def _begun(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, at: datetime, lives: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCK_SLACK)
        .not_valid_after(at + lives)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _as_pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> KeyPair:
    return KeyPair(
        certificate=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    )
