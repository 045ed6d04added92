"""The inspector past reports: writing one, reading them, following one, working on them, the secret mailbox."""

import json

from playwright.sync_api import Browser

from tests.inspection.accompanying import Visitor
from tests.inspection.looking import Inspector, in_language
from tests.inspection.scene import HEAD, PLACE, RECEIVER, RESIDENT, WORDS, set_scene
from tests.journeys.applying import photo
from tests.journeys.hall import Hall

ADMINISTRATOR, KEEPER = "admin@tirtamaya.example", "auditor@tirtamaya.example"
GO_ON = "Simpan dan lanjutkan"
PHOTO = {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": photo("lampu")}
TRACKED = ("received", "asked", "answered", "solved", "reopened", "closed", "joined")
PUBLIC = {
    "reports": "/laporan/",
    "reports none found": "/laporan/?q=zzzz",
    "reports map": "/laporan/peta/",
    "reports figures": "/laporan/statistik/",
    "questions answered": "/lapor/tanya-jawab/",
    "secret mailbox": "/lapor/rahasia/",
    "report": "/laporan/{public}/",
    "follow": "/laporan/{public}/ikut/",
}
NEWS = {"news": "/akun/kabar/", "news settings": "/akun/kabar/pengaturan/"}
RECEIVING = {
    "moderation": "/meja/laporan/moderasi/",
    "moderation done": "/meja/laporan/moderasi/?tampil=terbit",
    "moderated report": "/meja/laporan/moderasi/{received}/",
    "moderated photo": "/meja/laporan/moderasi/{received}/foto/{photo}/",
    "knowledge": "/meja/laporan/tanya-jawab/",
    "knowledge answer": "/meja/laporan/tanya-jawab/{knowledge}/",
    "report received": "/meja/perkara/{received}/",
    "step periksa": "/meja/perkara/{received}/laporan/periksa/",
}
RECEIVED_STEPS = {"gabung": "Gabung dengan laporan lain", "pecah": "Jadikan dua laporan"}
UNIT_STEPS = {
    "jawab": "Jawaban",
    "tanya": "Tanya pelapor",
    "alihkan": "Alihkan",
    "tutup": "Tutup tanpa pelapor",
}
ADMINISTRATION = {
    "deadlines": "/meja/tenggat/",
    "undelivered": "/meja/kabar/",
    "texts": "/meja/kabar/teks/",
    "text": "/meja/kabar/teks/case.news/id/",
    "keys": "/meja/kunci-api/",
    "neighbours": "/meja/open311/",
    "neighbour": "/meja/open311/{peer}/",
    "topics": "/meja/open311/topik/",
    "topic": "/meja/open311/topik/sampah/",
}


def walk_past_reports(inspector: Inspector, browser: Browser, hall: Hall) -> None:
    """All of it, on a phone; the installation is given reports in every state first."""
    scene = set_scene(hall)
    visitor = Visitor(inspector, browser, hall, scene)
    _read(visitor)
    _report(visitor)
    _join(visitor)
    _write_in_secret(visitor)
    _keep_secrets(Visitor(inspector, browser, hall, scene, KEEPER))
    _track(Visitor(inspector, browser, hall, scene, RESIDENT))
    _receive(Visitor(inspector, browser, hall, scene, RECEIVER))
    _answer(Visitor(inspector, browser, hall, scene, HEAD))
    _set_up(Visitor(inspector, browser, hall, scene, ADMINISTRATOR))


def _read(one: Visitor) -> None:
    one.visit(PUBLIC)
    one.page.locator('[name="email"]').fill("siti@")
    one.refused("follow", "Hitung saya")
    one.page.locator('[name="email"]').fill("")
    one.press("Hitung saya", "**/laporan/{public}/")
    one.look("report followed")


def _report(one: Visitor) -> None:
    """The four pages, each with its faults, until the receipt."""
    one.go("/lapor/")
    one.refused("report what", GO_ON)
    _say_what(one, f"{WORDS} Dekat pasar.")
    one.look_at_both("report where")
    one.page.locator('[name="place.search"]').press_sequentially("banyubiru tirtasari")
    one.page.locator("[data-place-results] label").first.click()
    one.look("report where found")
    one.press(GO_ON, "**/tujuan/")
    one.look_at_both("report purpose")
    one.press(GO_ON, "**/siapa/")
    one.page.locator("#summary summary").click()
    one.look_at_both("report who")
    one.refused("report who", "Kirim laporan")
    one.page.locator('label[for="id_who_1"]').click()
    one.press("Kirim laporan", "**/terkirim/")
    one.look_at_both("report sent")


def _join(one: Visitor) -> None:
    """A draft put aside, found again, and thrown away because somebody has reported it already."""
    one.go("/lapor/")
    _say_what(one, WORDS)
    for field, degrees in zip(("latitude", "longitude"), PLACE, strict=True):
        one.page.locator(f'[name="{field}"]').fill(str(degrees))
    one.press("Lanjutkan nanti", "**/nanti/")
    one.look_at_both("report later")
    one.go("/lapor/")
    one.look_at_both("report begun")
    one.page.get_by_role("link", name="Lanjutkan yang tersimpan").first.click()
    one.page.get_by_role("link", name="Buang draf ini").click()
    one.look_at_both("report discard")
    one.page.go_back()
    one.press(GO_ON, "**/tujuan/")
    one.look_at_both("report reported already")
    one.press("Laporan saya sama: ikut", "**/gabung/**")
    one.look("report joined")


def _say_what(one: Visitor, words: str) -> None:
    one.page.locator('[name="text"]').fill(words)
    one.page.locator('input[type="file"]').set_input_files([PHOTO])
    one.press(GO_ON, "**/di-mana/")


def _write_in_secret(one: Visitor) -> None:
    """In Indonesian the package's own test does it; here in English, whose pages all come as answers to a form."""
    write, box = "/lapor/rahasia/tulis/", "/lapor/rahasia/kotak/"
    one.visit({"secret report": write, "secret box": box})
    one.go(in_language(write, "en"))
    one.refused("secret report", "Send in secret", "en")
    one.page.locator('label[for="id_subject_1"]').click()
    one.page.locator('[name="text"]').fill(WORDS)
    one.press("Send in secret")
    one.look("secret words", "en")
    words = " ".join(one.page.locator("main ol strong").all_inner_texts())
    one.go(box)
    one.page.locator('[name="phrase"]').fill("kata yang bukan kata sandi siapa pun")
    one.refused("secret box", "Open", "en")
    one.page.locator('[name="phrase"]').fill(words)
    one.press("Open")
    one.look("secret thread", "en")
    one.press("Erase everything")
    one.look("secret erase", "en")
    one.page.context.clear_cookies(name="bahasa")


def _keep_secrets(one: Visitor) -> None:
    mailbox = "/meja/kotak-rahasia/"
    one.visit({"mailbox locked": mailbox, "mailbox recovery": f"{mailbox}pemulihan/"})
    one.go(mailbox)
    one.refused("mailbox locked", "Buka kotak")
    one.page.locator('[name="passphrase"]').fill(_passphrase(one.hall))
    one.press("Buka kotak")
    one.page.locator("table a").first.click()
    one.look_at_both("mailbox thread")
    one.visit({"mailbox": mailbox, "mailbox key": f"{mailbox}kunci/", "mailbox passphrase": f"{mailbox}sandi/"})


def _track(one: Visitor) -> None:
    """One's report in each of its states; its answer judged with a fault."""
    one.visit(NEWS)
    for state in TRACKED:
        one.visit({f"report tracked {state}": f"/lacak/{{{state}}}/"})
    one.visit({"judge": "/lacak/{answered}/tanggapan/"})
    one.go("/lacak/{answered}/tanggapan/")
    one.refused("judge", "Kirim")


def _receive(one: Visitor) -> None:
    one.visit(RECEIVING)
    one.visit({"step teruskan": "/meja/perkara/{verified}/laporan/teruskan/"})
    one.page.locator('[name="unit"]').select_option("")
    one.refused("step teruskan", "Teruskan")
    for step, button in RECEIVED_STEPS.items():
        one.try_empty(f"step {step}", f"/meja/perkara/{{received}}/laporan/{step}/", button)
    one.try_empty("moderated report", "/meja/laporan/moderasi/{received}/", "Tahan")
    one.try_empty("moderated photo", "/meja/laporan/moderasi/{received}/foto/{photo}/", "Tampilkan salinan ini")


def _answer(one: Visitor) -> None:
    one.visit({"report at the unit": "/meja/perkara/{forwarded}/", "report done": "/meja/perkara/{solved}/"})
    for step, button in UNIT_STEPS.items():
        one.try_empty(f"step {step}", f"/meja/perkara/{{forwarded}}/laporan/{step}/", button)
    one.visit({"step ubah-jenis": "/meja/perkara/{forwarded}/laporan/ubah-jenis/"})
    one.visit({"step buka-lagi": "/meja/perkara/{closed}/laporan/buka-lagi/"})
    one.visit({"step pisahkan": "/meja/perkara/{joined}/laporan/pisahkan/"})
    one.visit({"ready answers": "/meja/templat/", "ready answer": "/meja/templat/{template}/"})
    one.try_empty("ready answer new", "/meja/templat/baru/", "Simpan")


def _set_up(one: Visitor) -> None:
    one.visit(ADMINISTRATION)
    one.try_empty("deadlines", "/meja/tenggat/", "Tetapkan tenggat")
    one.try_empty("key new", "/meja/kunci-api/baru/", "Terbitkan kunci")
    one.try_empty("neighbour new", "/meja/open311/baru/", "Simpan")
    one.try_empty("question new", "/meja/open311/topik/sampah/tanya/baru/", "Simpan")
    one.go("/meja/kabar/teks/case.news/id/")
    one.page.locator('[name="body"]').fill("{tidak_ada}")
    one.refused("text", "Simpan")


def _passphrase(hall: Hall) -> str:
    accounts = json.loads((hall.home / "demo-accounts.json").read_text(encoding="utf-8"))
    return next(one["mailbox_passphrase"] for one in accounts if one["email"] == KEEPER)
