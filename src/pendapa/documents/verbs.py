"""What can happen to a document. The public log learns its digest, by which a holder can find it, and no name."""

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("document.issued", audience=Audience.PARTIES)
class DocumentIssued:
    document: str
    number: str
    title: str
    sha256: Public[str]
    sentence = _("{title} was signed and issued with number {number}.")


@verb("document.revoked", audience=Audience.PARTIES)
class DocumentRevoked:
    document: str
    number: str
    reason: str
    sha256: Public[str]
    sentence = _("Document {number} was revoked: {reason}")


@verb("certificate.revoked", audience=Audience.PUBLIC)
class CertificateRevoked:
    """A signing certificate no longer signs; what it signed from then on is not trusted."""

    serial: Public[str]
    holder: str
    reason: str
    sentence = _("The signing certificate {serial} was revoked.")
