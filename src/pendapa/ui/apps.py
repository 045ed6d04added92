from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register


class UiConfig(AppConfig):
    name = "pendapa.ui"
    label = "ui"

    def ready(self) -> None:
        register(assets_are_built)


def assets_are_built(**_kwargs: Any) -> list[CheckMessage]:
    """Pages without stylesheet and icons still answer; the start says why they look bare."""
    from pendapa.ui.components.icons import BUILT_ICONS

    if BUILT_ICONS.exists():
        return []
    return [Warning("The stylesheet and icons have not been built.", hint="python -m pendapa.ui.build", id="ui.W001")]
