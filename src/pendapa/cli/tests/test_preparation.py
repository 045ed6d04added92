"""What the first run leaves behind before anybody is served."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from pendapa.cli.commands.migrate import bring_up_to_date
from pendapa.documents.models import CertificateAuthority


@pytest.mark.django_db(transaction=True)
def test_the_root_of_trust_lies_ready_before_the_first_signature_and_stays(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PENDAPA_HOME = tmp_path
    monkeypatch.setattr("pendapa.config.assets.publish_assets", lambda: None)
    bring_up_to_date()
    root = (tmp_path / "trust/pendapa-authority.pem").read_text()
    bring_up_to_date()
    assert (tmp_path / "trust/pendapa-authority.pem").read_text() == root
    assert CertificateAuthority.objects.get().certificate == root
