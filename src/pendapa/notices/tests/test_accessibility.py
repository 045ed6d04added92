"""The pages of notices in a narrow browser: nothing that axe objects to, nothing wider than the screen."""

from datetime import timedelta

from pendapa.notices.actions import change_text, notify, queue_message
from pendapa.notices.models import Message
from pendapa.notices.recipients import Recipient
from pendapa.notices.tests.factories import NOW, make_device
from pendapa.notices.unsubscribing import token_for
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of, small_phone

pytestmark = [*LOOKS_AT_PAGES]
PASSWORD = "batu-kali-jernih"
PAGES = [
    "/akun/kabar/",
    "/akun/kabar/pengaturan/",
    "/akun/kabar/pengaturan/?bahasa=en",
    "/meja/kabar/",
    "/meja/kabar/teks/",
    "/meja/kabar/teks/test.arrived/id/",
]


def test_the_pages_of_notices_are_accessible_and_fit_a_small_phone(live_server, settings):
    settings.PENDAPA_DEMO = True
    settings.PENDAPA_GATEWAY_URL, settings.PENDAPA_GATEWAY_SECRET = "https://gateway.example.org", "s" * 32
    office = make_organization("dpmptsp", make_organization("tirtamaya"))
    account = make_member(office, Role.ADMINISTRATOR, email="admin@example.org", password=PASSWORD)
    make_device(account)
    who = Recipient.of_account(account)
    for number in range(25):
        words = {"name": "Siti", "what": "kabar yang panjang " * 5}
        notify(who, "test.arrived", f"k{number}", words, at=NOW + timedelta(hours=number), link="/akun/")
    change_text(actor_of(account), "test.arrived", "id", "Halo {name}", "Ada {what}.", at=NOW)
    queue_message("dead", "siti.dengan.alamat.yang.sangat.panjang@contoh.kabupaten.tirtamaya.go.id", "x", "y", NOW)
    Message.objects.filter(key="dead").update(next_try=None, attempts=8, last_error="SMTPDataError: " + "5" * 300)
    with small_phone() as page:
        page.goto(f"{live_server.url}/masuk/")
        page.click("details.disclosure summary")
        page.fill("[name=login]", "admin@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("details.disclosure button")
        page.wait_for_url(lambda url: "/masuk/" not in url)
        addresses = [*PAGES, f"/kabar/berhenti/{token_for(who)}/"]
        faults = [fault for address in addresses for fault in faults_of(page, live_server.url + address)]
    assert not faults, "\n".join(faults)
