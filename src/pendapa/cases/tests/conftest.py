import pytest


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Each test keeps its files in a folder of its own, and no kinds but what it declares."""
    settings.PENDAPA_HOME = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
