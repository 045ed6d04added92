from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    """Each test keeps its files, and its log's last checkpoint, in a folder of its own; staff need no second factor."""
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    settings.PENDAPA_DEMO = True
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
