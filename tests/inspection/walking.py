"""The walk of the inspector: every kind of page, in every state that a page has."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Browser, BrowserContext, Page

from tests.inspection.looking import Inspector
from tests.inspection.scene_evaluation import set_evaluation_scene
from tests.inspection.walking_evaluation import OPENED, walk_past_evaluation
from tests.inspection.walking_evaluation import PUBLIC as SCORECARDS
from tests.inspection.walking_reports import PUBLIC as REPORTS
from tests.inspection.walking_reports import walk_past_reports
from tests.journeys.applying import Resident, Sent
from tests.journeys.hall import Hall
from tests.journeys.working import Officer, sign_in

PUBLIC = {
    "home": "/",
    "services": "/layanan/",
    "service": "/layanan/sku/",
    "service elsewhere": "/layanan/nib/",
    "standard": "/layanan/sku/standar/",
    "standard version": "/layanan/sku/standar/1/",
    "life event": "/peristiwa/usaha/",
    "search": "/cari/",
    "search found": "/cari/?q=surt+usaha",
    "search not found": "/cari/?q=zzzzzz",
    "apply": "/layanan/sku/ajukan/",
    "track": "/lacak/",
    "verify": "/verifikasi/",
    "verify unknown": "/verifikasi/?nomor=500/9999",
    "help": "/bantuan/",
    "accessibility": "/aksesibilitas/",
    "privacy": "/privasi/",
    "sign in": "/masuk/",
    "sign in by code": "/masuk/kode/",
    "sign up": "/daftar/",
    "forgotten password": "/masuk/lupa-sandi/",
    "not found": "/tidak-ada/",
    "survey unknown": "/nilai/tidak-ada/",
    "the app": "/aplikasi/",
    "without internet": "/luring/",
    "report without internet": "/lapor/luring/",
}
FIRST_VISITS = {**PUBLIC, **SCORECARDS, "report": "/lapor/"} | {
    name: address for name, address in REPORTS.items() if "{" not in address
}
"""Public pages that are there in every installation."""
ACCOUNT = {
    "account": "/akun/",
    "traces": "/akun/jejak/",
    "profile": "/akun/profil/",
    "identity number": "/akun/profil/nik/",
    "security": "/akun/keamanan/",
    "e-mail": "/akun/keamanan/email/",
    "password": "/akun/keamanan/sandi/",
    "second factor": "/akun/keamanan/faktor-kedua/",
    "authenticator": "/akun/keamanan/aplikasi/",
    "passkeys": "/akun/keamanan/kunci/",
    "sign out": "/keluar/",
    "forbidden": "/meja/",
}
OFFICER = {"queue": "/meja/", "queue closed": "/meja/?tampil=selesai", "queue nothing": "/meja/?q=zzzz"}
ADMINISTRATOR = {
    "catalogue": "/meja/katalog/",
    "catalogue versions": "/meja/katalog/sku/",
    "catalogue version": "/meja/katalog/sku/1/",
    "organisations": "/meja/organisasi/",
    "organisation": "/meja/organisasi/kec-tirtasari/",
}


def walk(browser: Browser, hall: Hall) -> Inspector:
    """All of it, on a phone; returns what was found."""
    inspector = Inspector()
    _visit_all(inspector, _phone(browser).new_page(), hall, PUBLIC)
    account = _phone(browser).new_page()
    sign_in(account, hall, "warga@tirtamaya.example")
    _visit_all(inspector, account, hall, ACCOUNT)
    administrator = _phone(browser).new_page()
    sign_in(administrator, hall, "admin@tirtamaya.example")
    _visit_all(inspector, administrator, hall, ADMINISTRATOR)
    _follow_a_case(inspector, browser, hall)
    walk_past_reports(inspector, browser, hall)
    walk_past_evaluation(inspector, browser, hall)
    return inspector


def first_visits(hall: Hall) -> dict[str, str]:
    """These, and public pages of what was measured and found, in an installation that is given all of it."""
    scene = set_evaluation_scene(hall)
    return {**FIRST_VISITS, **{name: address.format(**scene) for name, address in OPENED.items()}}


def _visit_all(inspector: Inspector, page: Page, hall: Hall, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        inspector.visit(name, page, hall.url + address)


def _phone(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    context.set_default_timeout(15_000)
    return context


def _looks(inspector: Inspector, page: Page) -> Callable[[str], None]:
    def look(name: str) -> None:
        inspector.look(name, page)
        if name.startswith("form"):
            inspector.in_english(name, page)

    return look


def _follow_a_case(inspector: Inspector, browser: Browser, hall: Hall) -> None:
    page = _phone(browser).new_page()
    resident = Resident(page, hall)
    look = _looks(inspector, page)
    page.goto(f"{hall.url}/layanan/domisili/")
    page.locator('main a[href="/layanan/domisili/ajukan/"]').first.click()
    page.get_by_role("button", name="Mulai").click()
    _leave_everything_empty(inspector, page)
    page.goto(f"{hall.url}/layanan/domisili/")
    resident.look = look
    sent = resident.apply("domisili")
    resident.open_case(sent)
    _look_at_tracking(inspector, page, hall, sent, "open")
    officer_page = _phone(browser).new_page()
    officer = Officer(officer_page, hall, "petugas.kelurahan@tirtamaya.example", _looks(inspector, officer_page))
    _visit_all(inspector, officer_page, hall, OFFICER)
    officer.open_from_queue(sent.number)
    officer.take()
    _hand_in_empty(inspector, officer_page)
    officer.return_for_correction("Foto KTP buram.", "Foto KTP")
    _look_at_tracking(inspector, page, hall, sent, "waiting")
    page.get_by_role("link", name="Perbaiki sekarang").click()
    look("correct")
    while "/periksa/" not in page.url:
        resident.go_on()
    look("check correction")
    page.get_by_role("button", name="Kirim perbaikan").click()
    officer.open_from_queue(sent.number)
    officer.pass_on()
    head_page = _phone(browser).new_page()
    head = Officer(head_page, hall, "lurah@tirtamaya.example", _looks(inspector, head_page))
    head.open_from_queue(sent.number)
    head.sign()
    inspector.look("case granted", head_page)
    _look_at_tracking(inspector, page, hall, sent, "granted")
    inspector.visit("objection", page, f"{hall.url}/lacak/{sent.number}/keberatan/")


def _leave_everything_empty(inspector: Inspector, page: Page) -> None:
    """Each page of the form with its errors, then the check page that names what is missing."""
    base = page.url.rstrip("/").rsplit("/", 1)[0]
    for key in ("identitas", "tempat-tinggal", "keperluan", "berkas", "pernyataan"):
        page.goto(f"{base}/{key}/")
        page.get_by_role("button", name="Simpan dan lanjutkan").last.click()
        page.locator(".error-summary").wait_for()
        inspector.look(f"form {key} with errors", page)
    inspector.visit("check with problems", page, f"{base}/periksa/")
    inspector.visit("later", page, f"{base}/nanti/")
    inspector.visit("discard", page, f"{base}/buang/")


def _hand_in_empty(inspector: Inspector, page: Page) -> None:
    address = page.url
    for outcome in ("Kembalikan untuk perbaikan", "Tolak permohonan"):
        page.goto(address)
        page.locator(".decision-bar").get_by_role("link", name=outcome).click()
        page.locator("main form").get_by_role("button", name=outcome).click()
        inspector.look(f"{outcome} with errors", page)
    page.goto(address)


def _look_at_tracking(inspector: Inspector, page: Page, hall: Hall, sent: Sent, state: str) -> None:
    base = f"{hall.url}/lacak/{sent.number}/"
    inspector.visit(f"tracking {state}", page, base)
    inspector.visit(f"print {state}", page, f"{base}cetak/")
    if state == "open":
        inspector.visit("withdraw", page, f"{base}tarik/")
        page.goto(base)
        with suppress(LookupError):
            page.get_by_role("button", name="Kirim pesan").click()
            inspector.look("message with errors", page)
    page.goto(base)
