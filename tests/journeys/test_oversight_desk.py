"""An auditor and a head at their desks: words searched before publication, lists, deadlines, paper."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewPage
from tests.journeys.hall import Hall
from tests.journeys.overseeing import AtDesk, Eyes

pytestmark = pytest.mark.xdist_group("journeys")
HEAD, AUDITOR = "camat@tirtamaya.example", "auditor@tirtamaya.example"
NAMED = "Menurut Ibu Sulastri Handayani (0812 3456 7890), berkas menunggu tiga minggu."
PLAIN = "Satu dari tiga berkas menunggu tiga minggu."


def test_a_name_is_found_before_everybody_reads_it_and_the_lists_lead_on(hall: Hall, new_page: NewPage) -> None:
    eyes = Eyes()
    auditor = AtDesk(new_page(), hall, AUDITOR, eyes)
    auditor.go("/meja/pengawasan/temuan/baru/")
    page = auditor.page
    page.locator("[name=title]").fill("Berkas menunggu berminggu-minggu")
    page.locator("[name=unit]").select_option("kec-tirtasari")
    for name in ("condition", "criterion", "cause", "effect", "recommendation"):
        page.locator(f"[name={name}]").fill(NAMED if name == "condition" else PLAIN)
    page.get_by_role("button", name="Simpan sebagai rancangan").click()
    expect(page.locator("main mark").first).to_contain_text("Sulastri Handayani")
    address = page.url.removeprefix(hall.url)
    number = address.strip("/").split("/")[-1]
    eyes.on("draft that names somebody", page, in_english=True)

    page.locator("main .actions").get_by_role("link", name="Terbitkan temuan", exact=True).click()
    choice = page.locator('main [name="audience"][value="public"]')
    page.locator(f'label[for="{choice.get_attribute("id")}"]').click()
    page.locator("main form").get_by_role("button", name="Terbitkan temuan", exact=True).click()
    expect(page.locator("main")).to_contain_text("Ini tampak seperti data pribadi")
    eyes.on("confirmation of personal data", page)
    page.locator('label:has([name="confirmed"]), label[for="id_confirmed"]').first.click()
    page.locator("main form").get_by_role("button", name="Terbitkan temuan", exact=True).click()
    expect(page.locator(".flash").first).to_contain_text("Selesai: Terbitkan temuan")
    auditor.reads("sudah dinyatakan boleh (nama 1, nomor telepon 1)", "Langkah berikutnya")

    head = AtDesk(new_page(), hall, HEAD, eyes)
    head.go(address, "finding that says what happens next", in_english=True)
    head.do("Jawab temuan", agrees="yes", text="Kami setuju.")
    head.do("Rencanakan tindakan", what="Dua petugas memeriksa.", due_on=(date.today() + timedelta(9)).isoformat())
    head.go(f"/meja/temuan/?q={number}", "searched findings", in_english=True)
    head.go("/meja/temuan/?q=tidakadakata", "search without result")
    head.go("/meja/temuan/tindakan/", "corrective actions", in_english=True)
    head.reads("Dua petugas memeriksa.")
    head.go("/meja/temuan/tindakan/?status=lewat&q=tidakadakata", "no corrective action")
    head.go("/meja/pengawasan/tenggat/", "deadlines read", in_english=True)
    assert head.page.locator("main form").count() == 0
    paper = head.page.request.get(f"{hall.url}{address}cetak.pdf")
    assert paper.body().startswith(b"%PDF-")

    auditor.go("/meja/pengawasan/tenggat/", "deadlines set")
    page.locator("main form").get_by_role("button", name="Tetapkan tenggat").click()
    eyes.on("deadlines with errors", page)
    page.locator("[name=step]").select_option("follow_up")
    page.locator("[name=days]").fill("45")
    page.locator("[name=source]").fill("Peraturan Bupati 12/2026")
    page.locator("main form").get_by_role("button", name="Tetapkan tenggat").click()
    auditor.reads("45 hari, sebelumnya 60")
    assert eyes.wrong == []
