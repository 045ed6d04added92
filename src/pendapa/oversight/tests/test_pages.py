"""The desks, driven as a person drives them."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pendapa.journal.models import Entry
from pendapa.kernel.calendar import local_date
from pendapa.oversight.models import Audit, CorrectiveAction, Finding, OverseerReport
from pendapa.oversight.tests.factories import WORDS, account_of, make_unit
from pendapa.oversight.tests.test_audits import _cases, _sequence
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
DESK = "/meja/pengawasan/"


def _client(role: Role) -> Client:
    client = Client()
    client.force_login(account_of(role))
    return client


def _propose(client: Client, **more: str) -> Finding:
    given = {"title": "Antrean melewati janji", "unit": "kec-tirtasari", "measure": "index", **WORDS, **more}
    assert client.post(DESK + "temuan/baru/", given).status_code == 302
    return Finding.objects.latest("proposed_at")


def _post(client: Client, address: str, **given: object) -> int:
    return client.post(address, given).status_code


def test_from_draft_to_effect_by_three_people(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_unit()
    judge, chief = _client(Role.INTERNAL_AUDITOR), _client(Role.HEAD)
    finding = _propose(judge)
    address = f"/meja/temuan/{finding.number}/"
    assert "Terbitkan temuan" in judge.get(address).content.decode()
    assert _post(judge, address + "terbitkan/", audience="public", revision=1) == 302
    assert finding.number in chief.get("/meja/temuan/").content.decode()
    assert _post(chief, address + "jawab/", agrees="yes", text="Setuju.") == 302
    day = local_date(timezone.now()) + timedelta(days=5)
    assert _post(chief, address + "rencana/", what="Tambah petugas", due_on=day.isoformat()) == 302
    action = address + "tindak/1/"
    assert _post(chief, action + "tonggak/", title="Jadwal", due_on=day.isoformat()) == 302
    step = CorrectiveAction.objects.get().milestones.get()
    assert chief.post(f"{action}tonggak/{step.pk}/selesai/").status_code == 302
    assert _post(chief, action + "lapor/", claim="done", words="Sudah.") == 302
    assert _post(judge, action + "terima/") == 302
    effect = {"before_value": "70", "before_n": "30", "after_value": "80", "after_n": "25"}
    assert judge.post(action + "dampak/", effect).status_code == 302
    assert _post(judge, address + "tutup/", words="Selesai.") == 302
    public = Client().get(f"/kinerja/temuan/{finding.number}/").content.decode()
    assert "Berhasil" in public
    assert Finding.objects.get().state == "closed"
    for client, pages in (
        (judge, (DESK, DESK + "?tampil=selesai", address, action)),
        (chief, ("/meja/temuan/", action)),
    ):
        for page in pages:
            with django_assert_max_num_queries(8):
                assert client.get(page).status_code == 200


def test_desks_with_much_to_do_cost_no_more_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_unit()
    judge, chief, overseer = _client(Role.INTERNAL_AUDITOR), _client(Role.HEAD), _client(Role.OVERSEER)
    for number in range(6):
        finding = _propose(judge, title=f"Temuan {number}")
        if number % 2:
            _post(judge, f"/meja/temuan/{finding.number}/terbitkan/", audience="internal")
    for client, page in ((judge, DESK), (judge, DESK + "?tampil=usulan"), (chief, "/meja/temuan/"), (overseer, DESK)):
        with django_assert_max_num_queries(8):
            assert client.get(page).status_code == 200


def test_what_is_late_stands_first_and_is_named_late() -> None:
    make_unit()
    judge, chief = _client(Role.INTERNAL_AUDITOR), _client(Role.HEAD)
    late, soon = _propose(judge, title="Terlambat ini"), _propose(judge, title="Masih lama")
    for one in (soon, late):
        _post(judge, f"/meja/temuan/{one.number}/terbitkan/", audience="internal")
    Finding.objects.filter(pk=late.pk).update(due_on=local_date(timezone.now()) - timedelta(days=2))
    page = chief.get("/meja/temuan/").content.decode()
    assert page.index(late.number) < page.index(soon.number)
    assert 'class="late"' in page


def test_a_wrong_step_keeps_what_was_typed_and_a_stale_one_says_so() -> None:
    make_unit()
    judge, chief = _client(Role.INTERNAL_AUDITOR), _client(Role.HEAD)
    finding = _propose(judge, cause="")
    address = f"/meja/temuan/{finding.number}/"
    assert _post(judge, address + "terbitkan/", audience="internal") == 422
    given = {"title": "Judul baru", "unit": "kec-tirtasari", **WORDS, "revision": 1}
    assert judge.post(address + "ubah/", given).status_code == 302
    stale = judge.post(address + "ubah/", {**given, "title": "Judul lama yang diketik"})
    assert stale.status_code == 409
    assert "Judul lama yang diketik" in stale.content.decode()
    assert _post(judge, address + "terbitkan/", audience="internal", revision=2) == 302
    assert _post(chief, address + "jawab/", agrees="", text="Kalimat saya") == 422


@pytest.mark.parametrize(
    "address",
    ["temuan/X/", "temuan/TMN-2222-2222/", "temuan/TMN-2222-2222/terbitkan/", "temuan/x/tindak/99999999999/",
     "pengawasan/audit/zzz/", "pengawasan/laporan/zzz/", "pengawasan/audit/zzz/kasus/1/buka/"],
)  # fmt: skip
def test_garbage_in_an_address_is_not_found(address: str) -> None:
    assert _client(Role.OVERSEER).get(f"/meja/{address}").status_code in (404, 405)


def test_garbage_in_a_form_is_refused() -> None:
    make_unit()
    judge, chief = _client(Role.INTERNAL_AUDITOR), _client(Role.HEAD)
    finding = _propose(judge)
    address = f"/meja/temuan/{finding.number}/"
    assert judge.get(address + "apa-ini/").status_code == 404
    for given in (
        {"audience": "x"},
        {"audience": "public", "revision": "x"},
        {"audience": "public", "revision": 10**30},
    ):
        assert judge.post(address + "terbitkan/", given).status_code == 422
    _post(judge, address + "terbitkan/", audience="internal")
    _post(chief, address + "jawab/", agrees="yes", text="x")
    for given in (
        {},
        {"what": "x", "due_on": "besok"},
        {"what": "x", "due_on": "9999-12-31"},
        {"what": "x", "owner": "x"},
    ):
        assert chief.post(address + "rencana/", given).status_code == 422
    query = urlencode({"tampil": "xyz", "audit": "AUD", "laporan": "z" * 500, "perkara": "?"})
    assert judge.get(f"{DESK}?{query}").status_code == 200
    assert judge.get(f"{DESK}temuan/baru/?{query}").status_code == 200
    assert judge.post(DESK + "temuan/baru/", {"title": "", "unit": "lain"}).status_code == 422


def test_an_audit_from_plan_to_publication(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_unit()
    judge = _client(Role.INTERNAL_AUDITOR)
    _cases(8)
    today = local_date(timezone.now())
    plan = {
        "title": "Ketepatan waktu", "unit": "kec-tirtasari", "period_from": "2026-03-01",
        "period_until": (today - timedelta(days=1)).isoformat(), "rule": "random", "wanted": "3",
    }  # fmt: skip
    assert judge.post(DESK + "audit/baru/", {**plan, "period_until": today.isoformat()}).status_code == 422
    assert judge.post(DESK + "audit/baru/", plan).status_code == 302
    audit = Audit.objects.get()
    address = f"{DESK}audit/{audit.number}/"
    assert judge.post(address + "sampel/").status_code == 409
    _sequence()
    assert judge.post(address + "sampel/").status_code == 302
    opened = judge.post(f"{address}kasus/1/buka/")
    assert opened.headers["Location"].startswith("/meja/perkara/")
    assert Entry.objects.filter(verb="case.opened").count() == 1
    assert judge.post(address + "kertas/", {"body": "Catatan tim."}).status_code == 302
    assert "Catatan tim." in judge.get(address).content.decode()
    assert judge.post(address + "terbitkan/", {"conclusion": "Separuh terlambat."}).status_code == 302
    public = Client().get(f"/kinerja/temuan/audit/{audit.number}/").content.decode()
    audit.refresh_from_db()
    assert audit.checkpoint_root in public
    assert audit.sample.all()[0].handle in public
    assert audit.sample.select_related("case")[0].case.number not in public
    assert "Catatan tim." not in public
    for client, page in (
        (judge, DESK + "audit/"),
        (judge, address),
        (Client(), f"/kinerja/temuan/audit/{audit.number}/"),
    ):
        with django_assert_max_num_queries(8):
            assert client.get(page).status_code == 200


def test_a_report_to_the_overseer_from_reception_to_recommendation() -> None:
    make_unit()
    overseer, chief = _client(Role.OVERSEER), _client(Role.HEAD)
    given = {"unit": "kec-tirtasari", "subject_matter": "Penundaan", "words": "Tiga bulan.", "reporter": "Sulastri"}
    assert overseer.post(DESK + "laporan/baru/", {**given, "case_number": "SKU-1"}).status_code == 422
    assert overseer.post(DESK + "laporan/baru/", given).status_code == 302
    report = OverseerReport.objects.get()
    address = f"{DESK}laporan/{report.number}/"
    assert chief.get(address).status_code == 404
    assert _post(overseer, address + "langkah/", state="recommended", text="x") == 422
    assert _post(overseer, address + "langkah/", state="formal", text="Lengkap.") == 302
    assert _post(overseer, address + "langkah/", state="clarifying", text="Mengapa?") == 302
    page = chief.get(address).content.decode()
    assert "Mengapa?" in page
    assert "Sulastri" not in page
    assert "Tiga bulan." not in page
    assert report.number in chief.get("/meja/temuan/").content.decode()
    assert _post(chief, address + "jawab/", text="Sudah diurus.") == 302
    assert "Sudah diurus." in overseer.get(address).content.decode()
    assert overseer.get(f"{DESK}temuan/baru/?laporan={report.number}").status_code == 200


def test_a_report_may_begin_from_a_case_that_went_further() -> None:
    from pendapa.cases.tests.factories import make_case

    case = make_case(unit=make_unit(), number_prefix="LPR", title="Jalan rusak tak dijawab")
    overseer = _client(Role.OVERSEER)
    onward = f"{DESK}laporan/baru/?perkara={case.number}"
    assert onward in overseer.get(f"/meja/perkara/{case.number}/").content.decode()
    for role in (Role.INTERNAL_AUDITOR, Role.HEAD):
        assert onward not in _client(role).get(f"/meja/perkara/{case.number}/").content.decode()
    page = overseer.get(onward).content.decode()
    assert case.number in page
    assert "Jalan rusak tak dijawab" in page
    given = {"unit": "kec-tirtasari", "subject_matter": "x", "words": "y", "case_number": case.number}
    assert overseer.post(DESK + "laporan/baru/", given).status_code == 302
    assert OverseerReport.objects.get().case == case
