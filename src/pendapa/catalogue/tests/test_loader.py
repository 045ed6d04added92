import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from pendapa.catalogue.loader import load_folder
from pendapa.catalogue.models import Channel, LifeEvent, PublicService, ServicePledge, ServiceStandard
from pendapa.catalogue.tests.factories import AT
from pendapa.forms.models import FormVersion
from pendapa.journal.actors import SYSTEM, Actor, Grant
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Forbidden
from pendapa.people.models import Organization
from pendapa.workflow.models import ProcessVersion

DEMO = Path(__file__).resolve().parents[4] / "demo" / "tirtamaya"
LATER = AT + timedelta(days=1)


@pytest.fixture
def folder(tmp_path):
    """A copy of the demonstration folder with three of its services, to be spoilt."""
    kept = ("sku", "domisili", "nib")
    ignored = [path.name for path in (DEMO / "services").iterdir() if path.name not in kept]
    shutil.copytree(DEMO, tmp_path / "tirtamaya", ignore=shutil.ignore_patterns(*ignored))
    return tmp_path / "tirtamaya"


def load(folder, *, at=AT, **options):
    return load_folder(folder, actor=SYSTEM, at=at, **options)


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder, file, text):
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def counts():
    models = (Organization, LifeEvent, PublicService, ServiceStandard, ServicePledge, Channel, Entry)
    return [model.objects.count() for model in (*models, FormVersion, ProcessVersion)]


@pytest.mark.django_db
def test_the_demonstration_regency_loads_whole():
    report = load(DEMO)
    assert report.lines()[0].startswith("created: organization tirtamaya")
    assert report.is_clean
    standards = ServiceStandard.objects.filter(status="published")
    assert standards.count() == PublicService.objects.count() >= 8
    online = PublicService.objects.filter(is_online=True)
    assert {s.slug: s.standards.get().working_days for s in online} == {"sku": 3, "domisili": 2}
    assert all(s.standards.get().form_version and s.standards.get().process_version for s in online)
    assert {event.key for event in LifeEvent.objects.filter(services=None)} == set()
    assert all(event.icon for event in LifeEvent.objects.all())


@pytest.mark.django_db
def test_a_publication_is_recorded_whole_and_public():
    load(DEMO)
    entry = Entry.objects.get(verb="standard.published", subject_id="sku")
    assert entry.audience == "public"
    assert entry.payload["standard"]["working_days"] == 3
    assert len(entry.payload["standard"]["components"]) >= 8
    assert Entry.objects.filter(verb="pledge.published").count() == ServicePledge.objects.count()


@pytest.mark.django_db
def test_loading_the_same_folder_again_changes_nothing(folder):
    load(folder)
    before = counts()
    report = load(folder, at=LATER)
    assert report.is_clean
    assert report.written == ()
    assert report.lines() == [f"unchanged: {len(report.changes)}"]
    assert counts() == before


@pytest.mark.django_db
def test_a_changed_standard_becomes_the_next_version_and_supersedes_the_one_before(folder):
    load(folder)
    edit(folder, "services/sku/service.yaml", "working_days: 3", "working_days: 2")
    report = load(folder, at=LATER)
    assert [str(row) for row in report.written] == ["published: standard sku v2"]
    old, new = ServiceStandard.objects.filter(service__slug="sku").order_by("version")
    assert (old.status, old.superseded_at, old.working_days) == ("superseded", LATER, 3)
    assert (new.status, new.published_at, new.working_days) == ("published", LATER, 2)


@pytest.mark.django_db
def test_a_changed_form_or_process_makes_a_new_version_too(folder):
    load(folder)
    edit(folder, "services/sku/form.layout.yaml", "Nama lengkap", "Nama lengkap Anda")
    edit(folder, "services/domisili/process.bpmn", "Petugas kelurahan memeriksa", "Petugas memeriksa")
    assert [str(row) for row in load(folder, at=LATER).written] == [
        "published: standard domisili v2",
        "published: standard sku v2",
    ]


@pytest.mark.django_db
def test_without_publishing_a_change_waits_as_a_draft_and_is_published_by_the_next_load(folder):
    load(folder)
    edit(folder, "services/sku/service.yaml", "working_days: 3", "working_days: 2")
    assert [str(row) for row in load(folder, publish=False).written] == ["drafted: standard sku v2"]
    assert load(folder, publish=False).written == ()
    assert ServiceStandard.objects.get(service__slug="sku", status="published").version == 1
    assert [str(row) for row in load(folder).written] == ["published: standard sku v2"]


@pytest.mark.django_db
def test_a_faulty_folder_tells_every_fault_with_its_place_and_changes_nothing(folder):
    edit(folder, "organizations.yaml", "code: dindik", "code: dinkes")
    edit(folder, "organizations.yaml", "senin-kamis: 08.00-15.00", "senin-kamis: 15.00-08.00")
    edit(folder, "services/sku/service.yaml", "owner: kec-tirtasari", "owner: kec-tirtosari")
    edit(folder, "services/sku/service.yaml", "- membuka-usaha", "- membuka-toko")
    edit(folder, "services/sku/service.yaml", "rupiah: 0", "rupiah: -5000")
    edit(folder, "services/sku/service.yaml", "synonyms:", "sinonims:")
    edit(folder, "services/sku/service.yaml", "  supervision:", "  supervisi:")
    edit(folder, "services/domisili/service.yaml", "number_prefix: DOM", "number_prefix: SKU")
    edit(folder, "services/domisili/service.yaml", "working_days: 2", "working_days: dua")
    edit(folder, "services/domisili/process.bpmn", 'pendapa:role="head"', 'pendapa:role="lurah"')
    edit(folder, "services/domisili/document.typ", "#facts(", "#fakta(")
    edit(folder, "services/sku/form.layout.yaml", "name: birth_place", "name: birth_town")
    edit(folder, "services/nib/service.yaml", "online: false", "online: true")
    edit(folder, "services/nib/service.yaml", "    en: ", "    eng: ")
    (folder / "services/sku/proccess.bpmn").write_text("<x/>")
    before = counts()

    report = load(folder)

    assert counts() == before
    faults = {(fault.file, fault.line): fault.message for fault in report.faults}
    expected = [
        ("organizations.yaml", "senin-kamis: 15.00-08.00", "“08.00-15.00”"),
        ("services/sku/service.yaml", "owner: kec-tirtosari", "kec-tirtosari"),
        ("services/sku/service.yaml", "- membuka-toko", "membuka-toko"),
        ("services/sku/service.yaml", "rupiah: -5000", "rupiah"),
        ("services/sku/service.yaml", "sinonims:", "“synonyms”"),
        ("services/sku/service.yaml", "standard:", "supervision"),
        ("services/sku/service.yaml", "supervisi:", "“supervision”"),
        ("services/sku/form.layout.yaml", "name: birth_town", "birth_town"),
        ("services/sku/proccess.bpmn", "<x/>", "process.bpmn"),
        ("services/domisili/service.yaml", "working_days: dua", "working_days"),
        ("services/domisili/process.bpmn", 'role="lurah"', "Lurah"),
        ("services/domisili/document.typ", "#fakta(", "fakta"),
        ("services/nib/service.yaml", "online: true", ""),
        ("services/sku/service.yaml", "number_prefix: SKU", "domisili"),
    ]
    for file, text, told in expected:
        assert told in faults[(file, line_of(folder, file, text))], (file, text)
    assert any("dinkes" in fault.message for fault in report.faults if fault.file == "organizations.yaml")
    assert len(set(faults.values())) >= 14


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("services/nib/service.yaml", "name:\n  id: [tidak ditutup\n  en: x\n", 3),
        ("services/nib/service.yaml", "name: a\nname: b\n", 2),
        ("services/nib/service.yaml", "- satu\n- dua\n", 1),
        ("services/nib/service.yaml", "", 1),
        ("pledges.yaml", "pledges:\n  - unit: tirtamaya\n    signed_on: kemarin\n", 3),
        ("life_events.yaml", "life_events: 3\n", 1),
    ],
)
def test_files_that_are_not_what_they_should_be_are_told_by_line(folder, file, text, line):
    (folder / file).write_text(text)
    report = load(folder)
    assert line in {fault.line for fault in report.faults if fault.file == file}
    assert Organization.objects.count() == 0


@pytest.mark.django_db
def test_files_that_cannot_be_read_are_told_too(folder):
    (folder / "pledges.yaml").write_bytes(b"\xff\xfe\x00bad")
    (folder / "services/nib/service.yaml").unlink()
    (folder / "services/sku/form.schema.json").unlink()
    files = {fault.file for fault in load(folder).faults}
    assert {"pledges.yaml", "services/nib/service.yaml", "services/sku/form.layout.yaml"} <= files


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["500/KEC/{year}", "500/{seq}/KEC", "{seq}/{years}/{year}"])
def test_a_number_pattern_that_would_give_one_number_twice_is_a_fault(folder, written):
    edit(folder, "services/sku/service.yaml", "500/{seq}/KEC-TRS/{year}", f'"{written}"')
    assert {fault.line for fault in load(folder).faults} == {
        line_of(folder, "services/sku/service.yaml", "number_pattern")
    }


@pytest.mark.django_db
def test_a_document_must_also_be_typeset_where_people_left_out_what_they_may_leave_out(folder):
    (folder / "services/sku/document.typ").write_text('#assert(data.form.email != "")\n')
    assert [(fault.file, fault.line) for fault in load(folder).faults] == [("services/sku/document.typ", 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("hours", ["08.00", "25.00-26.00", "08.00-08.00", "08.00-12.00, 11.00-15.00", "pagi"])
def test_opening_hours_that_are_none_are_told(folder, hours):
    edit(folder, "organizations.yaml", "jumat: 08.00-11.00", f"jumat: {hours!r}")
    (fault,) = load(folder).faults
    assert fault.file == "organizations.yaml"


@pytest.mark.django_db
def test_a_folder_that_is_none_or_empty_is_a_fault(tmp_path):
    assert load(tmp_path / "none").faults[0].file.endswith("none")
    assert load(tmp_path).faults


@pytest.mark.django_db
def test_a_folder_may_add_one_service_to_what_was_loaded_before(folder, tmp_path):
    load(folder)
    small = tmp_path / "small"
    shutil.copytree(folder / "services/nib", small / "services/nib-two")
    edit(small, "services/nib-two/service.yaml", "Nomor Induk Berusaha (NIB)", "Pendampingan OSS")
    report = load(small, at=LATER)
    assert {row.name for row in report.written} == {"nib-two"}
    assert PublicService.objects.count() == 4


@pytest.mark.django_db
def test_units_below_a_unit_that_moves_move_along(folder):
    load(folder)
    kecamatan = Organization.objects.get(code="kec-tirtasari")
    kecamatan.parent = Organization.objects.get(code="diskominfo")
    kecamatan.save()
    load(folder, at=LATER)
    assert Organization.objects.get(code="kel-banyubiru").path == "tirtamaya/kec-tirtasari/kel-banyubiru"


@pytest.mark.django_db
def test_only_an_administrator_of_the_body_may_load():
    officer = Actor(kind="person", id="", grants=(Grant("officer", "tirtamaya", "tirtamaya"),))
    with pytest.raises(Forbidden):
        load_folder(DEMO, actor=officer, at=AT)
