"""Static files under names that carry their content's hash, so that browsers keep them for good."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = ".published"


# WhiteNoise publishes no types.
class PublishedAssets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names once the files are published; plain names before (tests, development)."""

    manifest_strict = False
    # Modules import each other by name: those names must carry the hash too, or no part of a page's script arrives.
    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """Address of a file; the plain one while nothing has been published."""
        if name and not self.hashed_files:
            return f"{settings.STATIC_URL}{name}"
        return str(super().url(name, force))


def publish_assets() -> None:
    """Copy every package's static files to `$PENDAPA_HOME/static`, hashed and compressed (gzip, Brotli).

    Does nothing when they are the same as last time.
    """
    stamp = Path(settings.STATIC_ROOT) / STAMP
    mark = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(mark, encoding="utf-8")


def _fingerprint() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
