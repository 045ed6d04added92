"""The desk pages of exchange in a narrow browser: nothing that axe objects to, nothing wider, few queries."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pendapa.complaints.tests.factories import complain, make_body
from pendapa.exchange.models import PeerRequest
from pendapa.exchange.tests.factories import make_asking_topic, make_key, make_peer
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
from pendapa.ui.tests.small_phone import AXE, faults_of, sign_in_as, small_phone

MOST_QUERIES = 8


def build_desk(settings: Any) -> tuple[Client, list[str]]:
    """An administrator's client, and every page that is to be looked at."""
    settings.PENDAPA_DEMO = True
    make_key()
    make_asking_topic()
    peer = make_peer(make_organization("provinsi"), "https://example.go.id/v2", last_error="TimeoutError")
    complaint = complain().complaint
    PeerRequest.objects.create(
        complaint=complaint, peer=peer, key=complaint.pk, created_at=timezone.now(), last_error="HTTP 503"
    )
    client = Client()
    client.force_login(make_member(make_body(), Role.ADMINISTRATOR))
    paths = ["kunci-api/", "kunci-api/baru/", "open311/", "open311/baru/", f"open311/{peer.pk}/", "open311/topik/"]
    paths += ["open311/topik/lampu-jalan/", "open311/topik/lampu-jalan/tanya/baru/"]
    paths.append("open311/topik/lampu-jalan/tanya/rusak/")
    return client, [f"/meja/{path}" for path in paths]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)")
def test_the_pages_are_accessible_and_fit_a_small_phone(live_server: Any, settings: Any) -> None:
    client, paths = build_desk(settings)
    with small_phone() as page:
        sign_in_as(client, page, live_server.url)
        faults = [fault for path in paths for fault in faults_of(page, live_server.url + path)]
        page.goto(f"{live_server.url}/meja/kunci-api/baru/?bahasa=en")
        page.fill("[name=name]", "App")
        page.fill("[name=organization]", "Community")
        page.keyboard.press("Enter")
        page.wait_for_selector("#api-key")
        faults += faults_of(page)
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_each_page_costs_few_queries(settings: Any, django_assert_max_num_queries: Any) -> None:
    client, paths = build_desk(settings)
    for path in paths:
        client.get(path)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(path).status_code == 200
