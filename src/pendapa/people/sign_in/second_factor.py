"""Second factors: their secrets are encrypted at rest, their names are the body's."""

from base64 import b64decode, b64encode
from io import BytesIO

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from pendapa.kernel.encryption import decrypt, encrypt, is_current
from pendapa.ui.body import body_name

CONTEXT = "people.second_factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Our answers to allauth's questions about second factors."""

    def encrypt(self, text: str) -> str:
        return b64encode(encrypt(text.encode(), context=CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(b64decode(encrypted_text), context=CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        return f"Pendapa {body_name()}"

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        segno.make(url, error="m").save(
            drawn, kind="svg", scale=5, border=2, dark="#0C2436", light="#FFFFFF", xmldecl=False
        )
        return drawn.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": body_name()}


def reencrypt_second_factors(batch: int = 500) -> int:
    """Bring the secrets of second factors to the newest key; returns how many were rewritten. Resumable."""
    adapter, rewritten = SecondFactorAdapter(), 0
    for authenticator in Authenticator.objects.order_by("pk").iterator(chunk_size=batch):
        data = {key: _renewed(adapter, key, value) for key, value in authenticator.data.items()}
        if data != authenticator.data:
            rewritten += Authenticator.objects.filter(pk=authenticator.pk, data=authenticator.data).update(data=data)
    return rewritten


def _renewed(adapter: SecondFactorAdapter, key: str, value: object) -> object:
    if key == "secret" or key == "seed":
        return value if is_current(b64decode(str(value))) else adapter.encrypt(adapter.decrypt(str(value)))
    if key == "migrated_codes" and isinstance(value, list):
        return [_renewed(adapter, "secret", code) for code in value]
    return value
