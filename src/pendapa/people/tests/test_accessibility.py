"""The pages of people in a narrow browser: nothing that axe objects to, nothing wider than the screen."""

from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
from pendapa.people.tests.test_account_pages import OWN_PAGES, PUBLIC_PAGES
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of, small_phone

pytestmark = [*LOOKS_AT_PAGES]
PASSWORD = "batu-kali-jernih"
STAFF_PAGES = [
    "/meja/organisasi/",
    "/meja/organisasi/dpmptsp/",
    "/meja/organisasi/dpmptsp/angkat/",
    "/meja/organisasi/dpmptsp/unit-baru/",
    "/meja/lembaga-luar/",
    "/meja/lembaga-luar/baru/",
]


def test_the_pages_of_people_are_accessible_and_fit_a_small_phone(live_server, settings):
    settings.PENDAPA_DEMO = True
    office = make_organization("dpmptsp", make_organization("tirtamaya"))
    make_member(office, Role.ADMINISTRATOR, email="admin@example.org", password=PASSWORD)
    with small_phone() as page:
        faults = [fault for path in PUBLIC_PAGES for fault in faults_of(page, live_server.url + path)]
        page.goto(f"{live_server.url}/masuk/")
        page.click("details.disclosure summary")
        page.fill("[name=login]", "admin@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("details.disclosure button")
        page.wait_for_url(lambda url: "/masuk/" not in url)
        page.goto(f"{live_server.url}/akun/keamanan/aplikasi/")
        faults += faults_of(page, page.url)
        page.fill("[name=password]", PASSWORD)
        page.click("main button.button-main")
        faults += [fault for path in OWN_PAGES + STAFF_PAGES for fault in faults_of(page, live_server.url + path)]
    assert not faults, "\n".join(faults)
