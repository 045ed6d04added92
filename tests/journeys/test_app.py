"""The app: installed, without a connection, on a telephone that is switched off in between."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from tests.journeys.applying import FORMS, Resident, photo
from tests.journeys.hall import Hall
from tests.journeys.phone import (
    Telephone,
    copies_on,
    in_stores,
    items_on,
    offline_page,
    wait_for_copy,
    wait_for_no_copy,
)
from tests.journeys.working import sign_in

pytestmark = pytest.mark.xdist_group("journeys")
RESIDENT = "warga@tirtamaya.example"


@pytest.fixture
def telephone(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], hall: Hall, tmp_path: Path
) -> Iterator[Telephone]:
    phone = Telephone(playwright.chromium, browser_type_launch_args, tmp_path / "profile", hall.url)
    yield phone
    if phone.context is not None:
        phone.switch_off()


def test_the_site_can_be_installed(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    assert telephone.context is not None
    session = telephone.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert "Tirtamaya" in manifest["data"]
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_a_page_that_was_never_seen_gives_way_to_the_offline_page(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.airplane(True)
    telephone.visit(page, "/verifikasi/")
    offline_page(page)
    expect(page.locator("[data-waiting]")).to_contain_text("Tidak ada yang menunggu")
    telephone.airplane(False)
    page.reload()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Tanpa internet")


def test_a_service_that_was_read_is_readable_without_a_connection_and_says_its_age(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/layanan/sku/")
    title = page.get_by_role("heading", level=1).inner_text()
    wait_for_copy(page, "pendapa-public", "/layanan/sku/")
    telephone.switch_off()

    page = telephone.switch_on()
    telephone.airplane(True)
    telephone.visit(page, "/layanan/sku/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 243)", "no stylesheet"


def test_the_language_chosen_online_is_spoken_without_a_connection(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/bantuan/?bahasa=en")
    wait_for_copy(page, "pendapa-shell", "/lapor/luring/?kept-in=en")
    telephone.airplane(True)
    telephone.visit(page, "/verifikasi/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Without internet")


def test_ones_own_matters_are_readable_without_a_connection_until_one_signs_out(
    telephone: Telephone, hall: Hall
) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    sign_in(page, hall, RESIDENT)
    telephone.visit(page, "/akun/")
    greeting = page.get_by_role("heading", level=1).inner_text()
    wait_for_copy(page, "pendapa-own", "/akun/")
    telephone.airplane(True)
    telephone.visit(page, "/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)
    expect(page.locator("[data-offline-banner]")).to_contain_text("disimpan di perangkat ini")
    telephone.visit(page, "/layanan/tidak-pernah/")
    offline_page(page)
    telephone.visit(page, "/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)

    telephone.airplane(False)
    telephone.visit(page, "/keluar/")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{hall.url}/")
    nothing_private_is_left(page, greeting)
    telephone.airplane(True)
    telephone.visit(page, "/akun/")
    offline_page(page)


def test_a_session_that_ended_elsewhere_takes_its_copies_along(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    sign_in(page, hall, RESIDENT)
    telephone.visit(page, "/akun/")
    greeting = page.get_by_role("heading", level=1).inner_text()
    wait_for_copy(page, "pendapa-own", "/akun/")
    assert telephone.context is not None
    telephone.context.clear_cookies(name="sessionid")
    telephone.visit(page, "/akun/")
    expect(page).to_have_url(f"{hall.url}/masuk/?next=/akun/")
    wait_for_no_copy(page, "pendapa-own")
    nothing_private_is_left(page, greeting)


def nothing_private_is_left(page: Page, greeting: str) -> None:
    """No copy holds a personal page or the name of the person, whatever its cache is called."""
    copies = copies_on(page)
    name = greeting.rpartition(", ")[2]
    assert copies
    assert [address for cache, address, text in copies if cache.startswith("pendapa-own") or name in text] == []
    assert [address for _cache, address, _text in copies if "/akun/" in address or "/lacak/" in address] == []
    assert items_on(page) == []


COMPLAINT = "Lampu jalan di depan pasar padam sejak minggu lalu, anak-anak pulang mengaji dalam gelap."


def test_a_complaint_with_two_photos_written_in_airplane_mode_arrives_once(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.airplane(True)
    telephone.visit(page, "/lapor/")
    expect(page).to_have_url(f"{hall.url}/lapor/luring/")
    page.locator('[name="text"]').fill(COMPLAINT)
    page.get_by_role("button", name="Pakai lokasi saya").click()
    expect(page.locator("[data-locate-status]")).to_contain_text("-7.979700")
    page.locator("#id_camera").set_input_files(picture("lampu"))
    expect(page.locator("[data-photos] .file-row")).to_have_count(1)
    page.locator("#id_gallery").set_input_files(picture("jalan"))
    expect(page.locator("[data-photos] .file-row")).to_have_count(2)
    telephone.switch_off()

    page = telephone.switch_on()
    telephone.airplane(True)
    telephone.visit(page, "/lapor/luring/")
    expect(page.locator('[name="text"]')).to_have_value(COMPLAINT)
    expect(page.locator("[data-photos] .file-row")).to_have_count(2)
    send_when_online(page)
    expect(page.locator("[data-waiting]")).to_contain_text("Menunggu internet")
    set_aside(page)
    telephone.switch_off()

    page = telephone.switch_on()
    telephone.visit(page, "/")
    wait_for_state(page, "sent")
    telephone.visit(page, "/luring/")
    arrived = page.locator("[data-waiting] li")
    expect(arrived).to_have_count(1)
    number, secret = (arrived.locator(f"[data-slot={slot}]").inner_text() for slot in ("number", "secret"))
    send_once_more(page)
    assert [item["receipt"]["number"] for item in items_on(page)] == [number]

    page.goto(f"{hall.url}/lacak/{number}/{secret}/")
    expect(page.locator("main")).to_contain_text(COMPLAINT)
    assert page.locator('main a[href*="/berkas/"]').count() == 2


def test_a_complaint_that_waits_can_be_changed_and_thrown_away(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.airplane(True)
    telephone.visit(page, "/lapor/luring/")
    page.locator('[name="text"]').fill(COMPLAINT)
    send_when_online(page)
    page.locator("[data-waiting] h3 a").click()
    page.locator('[name="text"]').fill("Jembatan bambu di hulu sungai patah, tolong segera diperbaiki.")
    page.get_by_role("button", name="Kirim begitu ada internet").click()
    expect(page.locator("[data-waiting] li")).to_have_count(1)
    expect(page.locator("[data-waiting] h3")).to_contain_text("Jembatan bambu")
    page.get_by_role("button", name="Hapus dari perangkat ini").click()
    page.get_by_role("button", name="Ya, lanjutkan").click()
    expect(page.locator("[data-waiting] li")).to_have_count(0)
    assert items_on(page) == []


def test_a_report_begun_online_goes_on_without_a_connection(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/lapor/")
    page.locator('[name="text"]').fill(COMPLAINT)
    page.locator('input[type="file"][name="photos"]').set_input_files(picture("lampu"))
    telephone.airplane(True)
    page.get_by_role("button", name="Simpan dan lanjutkan").last.click()
    page.wait_for_url(f"{hall.url}/lapor/luring/?kiriman=*")
    expect(page.locator('[name="text"]')).to_have_value(COMPLAINT)
    expect(page.locator("[data-photos] .file-row")).to_have_count(1)


def test_a_page_of_an_application_waits_and_is_saved_once_online(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/layanan/domisili/ajukan/")
    page.get_by_role("button", name="Mulai").click()
    expect(page.locator("[name=_offline]")).to_be_attached()
    address = page.url
    telephone.airplane(True)
    FORMS["domisili"][0](Resident(page, hall), "")
    page.get_by_role("button", name="Simpan dan lanjutkan").last.click()
    expect(page.locator("[data-waiting]")).to_contain_text("Menunggu internet")
    telephone.switch_off()

    page = telephone.switch_on()
    telephone.visit(page, "/")
    wait_for_state(page, "sent")
    page.goto(address)
    expect(page.locator('[name="full_name"]')).not_to_have_value("")


def test_photos_shared_from_another_app_come_into_a_report(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    share_photos(page, picture("bagi")["buffer"])
    page.wait_for_url(f"{hall.url}/lapor/luring/?kiriman=*")
    expect(page.locator("[data-photos] .file-row")).to_have_count(1)
    expect(page.locator('[name="text"]')).to_have_value("Lihat ini")


def test_what_waits_is_asked_about_before_signing_out(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    sign_in(page, hall, RESIDENT)
    telephone.visit(page, "/akun/")
    wait_for_copy(page, "pendapa-own", "/akun/")
    telephone.visit(page, "/keluar/")
    expect(page.locator("[data-waiting-question]")).to_be_hidden()
    telephone.airplane(True)
    telephone.visit(page, "/lapor/luring/")
    page.locator('[name="text"]').fill(COMPLAINT)
    send_when_online(page)
    expect(page.locator("[data-waiting] li")).to_have_count(1)
    assert telephone.context is not None
    telephone.context.route("**/api/v1/complaints**", lambda route: route.abort())
    telephone.airplane(False)
    telephone.visit(page, "/keluar/")
    page.get_by_text("Simpan di perangkat ini dan kirim nanti").click()
    page.locator("main form").get_by_role("button", name="Keluar").click()
    page.wait_for_url(f"{hall.url}/")
    nothing_private_is_left(page, "Halo, Siti")


def test_a_new_version_waits_until_the_person_takes_it(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/bantuan/")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    # To the browser another address is another version of the worker.
    page.evaluate("async () => { await navigator.serviceWorker.register('/sw.js?newer'); }")
    expect(page.locator("[data-update]")).to_contain_text("Versi baru")
    assert "newer" not in page.evaluate("navigator.serviceWorker.controller.scriptURL")
    page.get_by_role("button", name="Pakai sekarang").click()
    page.wait_for_function("navigator.serviceWorker.controller?.scriptURL.includes('newer')")


def test_a_push_is_shown_and_opens_its_page(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    assert telephone.context is not None
    telephone.context.grant_permissions(["notifications", "geolocation"], origin=telephone.url)
    session = telephone.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(one["registrationId"] for one in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    news = {
        "title": "Kabar baru",
        "body": "Permohonan Anda selesai",
        "url": f"{hall.url}/akun/",
        "tag": "a",
        "unread": 3,
    }
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": telephone.url, "registrationId": registrations[0], "data": json.dumps(news)},
    )
    shown = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          for (let turn = 0; turn < 50; turn += 1) {
            const [one] = await registration.getNotifications();
            if (one) return [one.title, one.body, one.tag, one.data.url];
            await new Promise((done) => setTimeout(done, 100));
          }
          return [];
        }"""
    )
    assert shown == ["Kabar baru", "Permohonan Anda selesai", "a", f"{hall.url}/akun/"]


def test_the_mailbox_for_secret_reports_leaves_nothing_on_the_device(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.visit(page, "/lapor/rahasia/")
    page.wait_for_timeout(500)
    kept = "async () => [await navigator.serviceWorker.getRegistrations(), await indexedDB.databases()].flat().length"
    assert page.evaluate(kept) == 0
    telephone.become_ready(page)
    telephone.airplane(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        telephone.visit(page, "/lapor/rahasia/tulis/")


def send_when_online(page: Page) -> None:
    """Without a name."""
    page.locator('label[for="id_who_1"]').click()
    page.get_by_role("button", name="Kirim begitu ada internet").click()


def picture(name: str) -> Any:
    """A photo as a file chooser gives it."""
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(name)}


def share_photos(page: Page, content: bytes) -> None:
    """What a telephone sends to the share target of an installed app."""
    page.evaluate(
        """(bytes) => {
          const form = Object.assign(document.createElement("form"), {
            method: "POST", action: "/lapor/bagikan/", enctype: "multipart/form-data" });
          const text = Object.assign(document.createElement("input"), { name: "text", value: "Lihat ini" });
          const file = Object.assign(document.createElement("input"), { type: "file", name: "photos" });
          const given = new DataTransfer();
          given.items.add(new File([new Uint8Array(bytes)], "bagi.jpg", { type: "image/jpeg" }));
          file.files = given.files;
          form.append(text, file);
          document.body.append(form);
          form.submit();
        }""",
        list(content),
    )


def wait_for_state(page: Page, state: str) -> None:
    """Until everything on the device is in this state."""
    for _attempt in range(100):
        items = items_on(page)
        if items and all(item["state"] == state for item in items):
            return
        page.wait_for_timeout(100)
    raise AssertionError(items_on(page))


def set_aside(page: Page) -> None:
    """Keep a second copy of what waits, with its photos."""
    in_stores(
        page,
        """async () => {
      const [item] = await ask("outbox", (store) => store.getAll());
      await ask("facts", (store) => store.put({ name: "aside", value: item }));
    }""",
    )


def send_once_more(page: Page) -> None:
    """As if the answer had been lost: what was set aside waits again, under its key, and is sent."""
    in_stores(
        page,
        """async () => {
      const { value } = await ask("facts", (store) => store.get("aside"));
      await ask("outbox", (store) => store.put(value));
      (await navigator.serviceWorker.ready).active.postMessage({ type: "deliver" });
    }""",
    )
    wait_for_state(page, "sent")
