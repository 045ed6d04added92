from pathlib import Path

import pytest
from django.conf import settings

from pendapa.ui.templatetags.ui import register

GUIDE = Path(settings.BASE_DIR) / "docs" / "components.md"


@pytest.mark.parametrize("name", sorted({*register.tags, *register.filters} - {"site"}))
def test_the_guide_shows_every_tag_and_filter(name: str) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert f"{{% {name}" in text or f"|{name}" in text or f"`{name}`" in text
