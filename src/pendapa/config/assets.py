"""Static files under names that carry their content's hash, so that browsers keep them for good."""

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PublishedAssets(CompressedManifestStaticFilesStorage):
    """Hashed names once the files are published; plain names before (tests, development)."""

    manifest_strict = False

    def url(self, name: str | None, force: bool = False) -> str:
        """Address of a file; the plain one while nothing has been published."""
        if name and not self.hashed_files:
            return f"{settings.STATIC_URL}{name}"
        return super().url(name, force)


def publish_assets() -> None:
    """Copy every package's static files to `$PENDAPA_HOME/static`, hashed and compressed (gzip, Brotli)."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    del storages["staticfiles"]
