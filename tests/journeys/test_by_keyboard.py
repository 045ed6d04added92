"""One application and one report from first to last by keyboard alone; the report also without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.inspection.looking import Inspector
from tests.journeys.applying import NIK, Look, not_looking, photo
from tests.journeys.conftest import NewPage
from tests.journeys.hall import Hall

pytestmark = pytest.mark.xdist_group("journeys")

LONGEST_WAY = 80
SHOWS_FOCUS = """(one) => {
  const seen = [one, one.parentElement, one.nextElementSibling].filter(Boolean).map((part) => getComputedStyle(part));
  return seen.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus, which must be seen."""
    page.wait_for_load_state()
    for _step in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus").and_(page.locator(selector))
        if focused.count():
            assert focused.evaluate(SHOWS_FOCUS), f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"no way by Tab to {selector} on {page.url}")


def fill(page: Page, **answers: str) -> None:
    """Type one answer after the other."""
    for name, text in answers.items():
        tab_to(page, f'[name="{name.replace("__", ".")}"]')
        page.keyboard.type(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def go_on(page: Page) -> None:
    """Enter in the last field would do as well; here the button is reached."""
    before = page.url
    press(page, "main form .actions button:first-child")
    expect(page).not_to_have_url(before)


def add_file(page: Page, name: str) -> None:
    tab_to(page, f'input[type="file"][name="{name}"]')
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files([{"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(name)}])
    expect(page.locator(f'button[name="_remove"][value^="{name}"]')).to_have_count(1)


def test_an_application_can_be_sent_without_a_pointer(hall: Hall, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{hall.url}/layanan/domisili/")
    press(page, 'a[href="/layanan/domisili/ajukan/"]')
    expect(page).to_have_url(f"{hall.url}/layanan/domisili/ajukan/")
    press(page, "main form button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa yang memerlukan surat ini?")
    fill(page, full_name="Ratna Dewi", nik=NIK, birth_place="Tirtamaya")
    fill(page, birth_date__day="17", birth_date__month="8", birth_date__year="1990")
    press(page, '[name="sex"]', "ArrowDown")
    fill(page, occupation="Pedagang")
    go_on(page)
    fill(page, address__search="banyubiru tirtasari")
    expect(page.locator('[name="address.code"]').first).to_be_attached()
    press(page, '[name="address.code"]', "Space")
    fill(page, address__street="Jl. Melati No. 5", rt="003", rw="011")
    fill(page, living_since__day="1", living_since__month="3", living_since__year="2021")
    go_on(page)
    go_on(page)
    fill(page, purpose="Membuka rekening bank")
    go_on(page)
    add_file(page, "letter_rt_rw")
    add_file(page, "photo_ktp")
    go_on(page)
    press(page, '[name="declaration"]', "Space")
    go_on(page)
    press(page, "main form.actions button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Permohonan Anda sudah kami terima")


def test_a_report_can_be_sent_without_a_pointer(has_script: bool, hall: Hall, new_page: NewPage) -> None:
    page, inspector = new_page(has_script), Inspector()
    look: Look = not_looking if has_script else lambda name: inspector.look_without_script(name, page)
    page.goto(f"{hall.url}/lapor/")
    press(page, "main form .actions button:first-child")
    press(page, ".error-summary a")
    expect(page.locator('[name="text"]')).to_be_focused()
    page.keyboard.type("Plafon ruang baca perpustakaan bocor, buku-buku anak basah semua.")
    tab_to(page, 'input[type="file"]')
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files([{"name": "bocor.jpg", "mimeType": "image/jpeg", "buffer": photo("bocor")}])
    look("what")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Di mana?")
    fill(page, place__search="banyubiru tirtasari")
    if not has_script:
        press(page, 'button[name="_search"]')
    expect(page.locator('[name="place.code"]').first).to_be_attached()
    press(page, '[name="place.code"]', "Space")
    fill(page, place__street="Gedung lama, lantai dua")
    look("where")
    go_on(page)
    look("purpose")
    press(page, '[name="kind"]', "ArrowDown")
    go_on(page)
    press(page, '[name="who"]', "ArrowDown")
    press(page, "#summary summary")
    expect(page.locator("#summary")).to_contain_text("Plafon ruang baca")
    expect(page.locator("#summary")).to_contain_text("Banyubiru")
    look("who")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda sudah kami terima")
    expect(page.locator("main")).to_contain_text("Tanpa nama")
    look("sent")
    assert inspector.findings == []
