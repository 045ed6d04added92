"""What browsers and stores read of the app: manifest, service worker, asset links, and the pages without a server."""

import json
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from pendapa.applications.tests.factories import make_service, submit
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account, make_member, make_organization
from pendapa.portal.pwa.manifest import short_name
from pendapa.portal.pwa.worker import NEEDED_OFFLINE, service_worker

pytestmark = pytest.mark.django_db
FINGERPRINT = ":".join(["AB"] * 32)


@pytest.mark.parametrize(("language", "shortcut"), [("id", "Lapor"), ("en", "Report something")])
def test_the_manifest_speaks_the_language_of_the_page_and_stays_one_app(
    client: Client, language: str, shortcut: str
) -> None:
    answer = client.get("/manifest.webmanifest", {"bahasa": language})
    manifest = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["id"], manifest["lang"], manifest["start_url"]) == ("/", language, "/")
    assert "Tirtamaya" in manifest["name"]
    assert manifest["shortcuts"][0]["name"] == shortcut
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert f'href="/manifest.webmanifest?bahasa={language}"' in client.get("/", {"bahasa": language}).content.decode()


def test_every_icon_of_the_manifest_was_built(client: Client) -> None:
    for icon in json.loads(client.get("/manifest.webmanifest").content)["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon["src"]


@pytest.mark.parametrize(
    ("body", "name"),
    [("Kabupaten Tirtamaya", "Tirtamaya"), ("Kota Daerah Sangat Panjang Sekali", "Daerah"), ("X" * 30, "X" * 12)],
)
def test_the_name_under_the_icon_is_short(body: str, name: str, settings: Any) -> None:
    settings.PENDAPA_BODY_NAME = body
    assert short_name() == name


def test_the_service_worker_rules_the_whole_site_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    script = answer.content.decode()
    assert "\nexport " not in script
    assert "\nimport " not in script
    assert "style-src 'self'" in answer["Content-Security-Policy"]


def test_what_pages_without_a_server_need_is_there() -> None:
    assert [name for name in NEEDED_OFFLINE if not finders.find(name)] == []
    assert '"version"' in service_worker()


def test_a_store_is_told_only_of_the_app_that_was_named(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/assetlinks.json").json() == []
    settings.PENDAPA_APP_PACKAGE, settings.PENDAPA_APP_FINGERPRINTS = "id.go.tirtamaya.layanan", [FINGERPRINT]
    (statement,) = client.get("/.well-known/assetlinks.json").json()
    assert statement["target"] == {
        "namespace": "android_app",
        "package_name": "id.go.tirtamaya.layanan",
        "sha256_cert_fingerprints": [FINGERPRINT],
    }


@pytest.mark.parametrize("address", ["/luring/", "/lapor/luring/", "/aplikasi/"])
@pytest.mark.parametrize(("language", "word"), [("id", "Lewati ke isi utama"), ("en", "Skip to the main content")])
def test_the_pages_of_the_app_speak_both_languages(client: Client, address: str, language: str, word: str) -> None:
    assert word in client.get(address, {"bahasa": language}).content.decode()


def test_photos_shared_without_a_service_worker_lead_to_the_complaint(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/lapor/bagikan/", {"text": "x"})["Location"] == "/lapor/"


def test_a_public_page_may_be_kept_only_as_somebody_unknown_sees_it(client: Client) -> None:
    assert client.get("/bantuan/")["Pendapa-Keep"] == "public"
    assert "Pendapa-Keep" not in client.get("/bantuan/", {"bahasa": "en"})
    assert "Pendapa-Keep" not in client.get("/cari/")
    client.force_login(make_account())
    assert "Pendapa-Keep" not in client.get("/bantuan/")


def test_ones_own_matters_may_be_kept_for_oneself_alone(client: Client) -> None:
    account = make_account()
    receipt = submit(make_service(), actor_of(account))
    client.force_login(account)
    page = client.get(f"/lacak/{receipt.case.number}/")
    kind, tag = page["Pendapa-Keep"].split()
    assert kind == "own"
    assert f'data-person="{tag}"' in page.content.decode()
    assert client.get("/akun/")["Pendapa-Keep"] == f"own {tag}"
    for address in (f"/lacak/{receipt.case.number}/jejak/", "/akun/profil/", "/akun/keamanan/"):
        assert "Pendapa-Keep" not in client.get(address)
    other = Client()
    other.force_login(make_account())
    assert other.get("/akun/")["Pendapa-Keep"] != f"own {tag}"


def test_nothing_is_kept_on_the_computers_of_an_office(client: Client) -> None:
    client.force_login(make_member(make_organization("tirtamaya"), Role.OFFICER))
    assert "Pendapa-Keep" not in client.get("/akun/")


def test_somebody_with_a_number_and_a_secret_leaves_no_copy(client: Client) -> None:
    from pendapa.journal.actors import Actor

    receipt = submit(make_service(), Actor(kind="anonymous"))
    page = client.get(f"/lacak/{receipt.case.number}/{receipt.secret}/", follow=True)
    assert receipt.case.number in page.content.decode()
    assert "Pendapa-Keep" not in page
