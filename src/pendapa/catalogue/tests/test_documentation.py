import re
from pathlib import Path

import pytest

from pendapa.catalogue.loader import load_folder
from pendapa.catalogue.models import Channel, PublicService
from pendapa.catalogue.tests.factories import AT
from pendapa.journal.actors import SYSTEM

CHAPTER = Path(__file__).resolve().parents[4] / "docs" / "services-folder.md"


@pytest.mark.django_db
def test_the_folder_written_in_the_chapter_for_administrators_can_be_loaded(tmp_path):
    files = re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", CHAPTER.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [name for name, _text in files][-1] == "services/surat-contoh/service.yaml"
    report = load_folder(tmp_path, actor=SYSTEM, at=AT)
    assert report.faults == ()
    assert PublicService.objects.get().standards.get().working_days == 2
    assert len(Channel.objects.get().hours) == 9
