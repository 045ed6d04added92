"""The inspector past measures and oversight: scorecards, surveys, the log, alarms, findings and what became of them."""

from playwright.sync_api import Browser

from tests.inspection.accompanying import Visitor
from tests.inspection.looking import Inspector
from tests.inspection.scene_evaluation import AUDITOR, HEAD, OFFICER, OVERSEER, set_evaluation_scene
from tests.journeys.hall import Hall

NEIGHBOUR = "lurah@tirtamaya.example"
PUBLIC = {
    "scorecard": "/kinerja/",
    "scorecard empty": "/kinerja/?bulan=2020-01",
    "scorecards of services": "/kinerja/layanan/",
    "scorecard of a unit": "/kinerja/unit/kec-tirtasari/",
    "scorecard of a service": "/kinerja/layanan/sku/?bulan=semua",
    "scorecard of a service empty": "/kinerja/layanan/rujukan-jkn/",
    "published findings": "/kinerja/temuan/",
    "published findings none": "/kinerja/temuan/?unit=dindik",
    "survey results": "/kinerja/survei/",
    "public log": "/log/",
}
OPENED = {
    "published finding": "/kinerja/temuan/{answered}/",
    "published audit": "/kinerja/temuan/audit/{audit}/",
    "survey result": "/kinerja/survei/{published_survey}/",
    "survey sheet": "/nilai/s/{sheet}/",
    "survey kiosk": "/nilai/s/{sheet}/kios/",
}
"""Public pages of what the scene has made."""
EMPTY_OVERSIGHT = {
    "oversight empty": "/meja/pengawasan/",
    "audits empty": "/meja/pengawasan/audit/",
    "overseer reports empty": "/meja/pengawasan/laporan/",
    "alarms empty": "/meja/peringatan/",
    "surveys empty": "/meja/survei/",
}
EMPTY_UNIT = {
    "findings of the unit empty": "/meja/temuan/",
    "figures empty": "/meja/survei/angka/?dari=2020-01&sampai=2020-02",
    "open answers empty": "/meja/survei/pendapat/",
}
AT_COUNTER = {
    "surveys of the unit": "/meja/survei/",
    "survey at the counter": "/meja/survei/{survey}/",
    "survey poster": "/meja/survei/{survey}/kode/",
}
SURVEYS = {
    "surveys": "/meja/survei/",
    "survey open": "/meja/survei/{survey}/",
    "survey closed": "/meja/survei/{closed_survey}/",
    "survey published": "/meja/survei/{published_survey}/",
    "survey draft changed": "/meja/survei/{draft_survey}/ubah/",
    "survey figures": "/meja/survei/angka/?langkah=month",
    "open answers": "/meja/survei/pendapat/",
    "step buka": "/meja/survei/{draft_survey}/langkah/buka/",
}
EVALUATIONS = {
    "evaluations": "/meja/evaluasi/",
    "evaluation assessed": "/meja/evaluasi/{assessed}/",
    "evaluations of the year": "/meja/evaluasi/tahun/{year}/",
}
EXAMINED = {
    "alarms of the unit": "/meja/peringatan/",
    "findings of the unit": "/meja/temuan/",
    "finding of the unit": "/meja/temuan/{answered}/",
    "action of the unit late": "/meja/temuan/{answered}/tindak/1/",
    "overseer report asked": "/meja/pengawasan/laporan/{report_asked}/",
}
ALARMS = {
    "alarms": "/meja/peringatan/",
    "alarm": "/meja/peringatan/{alarm}/",
    "alarm gathered": "/meja/peringatan/{gathered}/",
    "alarm rules": "/meja/peringatan/aturan/",
}
OVERSIGHT = {
    "oversight": "/meja/pengawasan/",
    "finding proposed": "/meja/temuan/{proposed}/",
    "finding answered": "/meja/temuan/{answered}/",
    "step publikasikan": "/meja/temuan/{late}/publikasikan/",
    "action reported": "/meja/temuan/{answered}/tindak/2/",
    "action worked": "/meja/temuan/{answered}/tindak/4/",
    "step terima": "/meja/temuan/{answered}/tindak/2/terima/",
    "step dampak": "/meja/temuan/{answered}/tindak/3/dampak/",
}
AUDITS = {
    "audits": "/meja/pengawasan/audit/",
    "audit sampled": "/meja/pengawasan/audit/{sampled}/",
    "audit published": "/meja/pengawasan/audit/{audit}/",
    "step sampel": "/meja/pengawasan/audit/{planned}/sampel/",
}
REPORTS = {
    "overseer reports": "/meja/pengawasan/laporan/",
    "overseer report received": "/meja/pengawasan/laporan/{report_received}/",
    "overseer report recommended": "/meja/pengawasan/laporan/{report_recommended}/",
}
STATES_OF_UNIT = {
    "survey draft": "/meja/survei/{draft_survey}/",
    "open answers published": "/meja/survei/pendapat/?keadaan=published",
    "step tutup": "/meja/survei/{survey}/langkah/tutup/",
    "alarm of the unit": "/meja/peringatan/{alarm}/",
    "findings of the unit ended": "/meja/temuan/?tampil=selesai",
}
"""Other states of pages that were seen in both languages: looked at in one."""
STATES_OF_OVERSIGHT = {
    "oversight proposed": "/meja/pengawasan/?tampil=usulan",
    "oversight ended": "/meja/pengawasan/?tampil=selesai",
    "finding waits": "/meja/temuan/{late}/",
    "finding closed": "/meja/temuan/{closed_finding}/",
    "finding withdrawn": "/meja/temuan/{withdrawn}/",
    "action not yet": "/meja/temuan/{answered}/tindak/3/",
    "action did not work": "/meja/temuan/{answered}/tindak/5/",
    "audit planned": "/meja/pengawasan/audit/{planned}/",
    "alarm judged": "/meja/peringatan/{judged}/",
}
STATES_OF_REPORTS = {
    "overseer reports ended": "/meja/pengawasan/laporan/?tampil=selesai",
    "overseer report closed": "/meja/pengawasan/laporan/{report_closed}/",
}
FORMS_OF_HEAD = {
    "survey new": "/meja/survei/baru/",
    "survey plan": "/meja/survei/{closed_survey}/rencana/u3/",
    "survey realisation": "/meja/survei/{published_survey}/rencana/u1/",
    "step jawab": "/meja/temuan/{late}/jawab/",
    "step rencana": "/meja/temuan/{answered}/rencana/",
    "step tonggak": "/meja/temuan/{answered}/tindak/1/tonggak/",
    "step bukti": "/meja/temuan/{answered}/tindak/1/bukti/",
    "step versi": "/meja/temuan/{answered}/tindak/1/versi/",
    "step lapor": "/meja/temuan/{answered}/tindak/1/lapor/",
    "overseer report answer": "/meja/pengawasan/laporan/{report_asked}/jawab/",
}
FORMS_OF_AUDITOR = {
    "finding new": "/meja/pengawasan/temuan/baru/",
    "step terbitkan": "/meja/temuan/{draft}/terbitkan/",
    "step cabut": "/meja/temuan/{draft}/cabut/",
    "step kembalikan": "/meja/temuan/{answered}/tindak/2/kembalikan/",
    "audit new": "/meja/pengawasan/audit/baru/",
    "step kertas": "/meja/pengawasan/audit/{sampled}/kertas/",
    "audit conclusion": "/meja/pengawasan/audit/{sampled}/terbitkan/",
    "alarm dismissed": "/meja/peringatan/{alarm}/bukan/",
}
FORMS_OF_OVERSEER = {
    "overseer report new": "/meja/pengawasan/laporan/baru/",
    "overseer report step": "/meja/pengawasan/laporan/{report_received}/langkah/",
}


def walk_past_evaluation(inspector: Inspector, browser: Browser, hall: Hall) -> None:
    """All of it, on a phone: the overseers' desks as they are before anything was found, then as full as they get."""
    overseer = Visitor(inspector, browser, hall, {}, OVERSEER)
    overseer.visit(EMPTY_OVERSIGHT)
    scene = set_evaluation_scene(hall)
    overseer.scene = scene
    _read(Visitor(inspector, browser, hall, scene))
    Visitor(inspector, browser, hall, scene, NEIGHBOUR).visit(EMPTY_UNIT)
    _enter(Visitor(inspector, browser, hall, scene, OFFICER))
    _be_examined(Visitor(inspector, browser, hall, scene, HEAD))
    _examine(Visitor(inspector, browser, hall, scene, AUDITOR))
    overseer.visit(REPORTS)
    overseer.look_at(STATES_OF_REPORTS)
    overseer.hand_in_empty(FORMS_OF_OVERSEER)


def _read(one: Visitor) -> None:
    """What everybody reads, and the questionnaire in its two shapes."""
    one.visit(PUBLIC)
    one.visit({name: address for name, address in OPENED.items() if name != "survey sheet"})
    one.look_at({"published finding closed": "/kinerja/temuan/{closed_finding}/"})
    one.hand_in_empty({"survey sheet": OPENED["survey sheet"], "change noticed": OPENED["published finding"]})
    one.go(OPENED["survey kiosk"])
    for _page in range(2):
        one.page.locator("main button").first.click()
    one.look_at_both("survey kiosk question")
    while one.page.locator('main button[name^="u"]').count():
        one.page.locator('main button[name^="u"]').last.click()
    one.look("survey kiosk thanks")


def _enter(one: Visitor) -> None:
    """Answers from paper and files, as an officer."""
    one.visit(AT_COUNTER)
    one.go("/meja/survei/{survey}/formulir/")
    one.page.locator('[name="b-0-scores"]').fill("12345")
    one.hand_in("survey paper forms")
    one.hand_in_empty({"survey upload": "/meja/survei/{survey}/unggah/"})


def _be_examined(one: Visitor) -> None:
    """The head of the unit: surveys, evaluations, and what overseers found."""
    one.visit(SURVEYS)
    one.visit(EVALUATIONS)
    one.visit(EXAMINED)
    one.look_at(STATES_OF_UNIT)
    one.hand_in_empty(FORMS_OF_HEAD)
    one.go("/meja/survei/{closed_survey}/langkah/terbit/")
    one.hand_in("step terbit")
    one.go("/meja/survei/{survey}/slip/")
    one.page.locator('[name="count"]').fill("0")
    one.hand_in("survey slips")
    one.page.locator('[name="count"]').fill("2")
    one.press_last()
    one.look("survey slips made")
    for name in ("assessment", "forum"):
        one.visit({f"evaluation {name}": f"/meja/evaluasi/{{{name}}}/"})
        one.page.locator('main button[name="finish"]').click()
        one.look(f"evaluation {name} with errors")


def _examine(one: Visitor) -> None:
    """The internal auditor."""
    for addresses in (OVERSIGHT, AUDITS, ALARMS):
        one.visit(addresses)
    one.look_at(STATES_OF_OVERSIGHT)
    one.hand_in_empty(FORMS_OF_AUDITOR)
    one.go("/meja/temuan/{draft}/ubah/")
    one.page.locator('[name="title"]').fill("")
    one.hand_in("step ubah")
    one.go("/meja/peringatan/aturan/index/")
    one.page.locator('[name="limit"]').fill("")
    one.hand_in("alarm rule")
