import pytest

from pendapa.notices.inbound import declared_commands
from pendapa.notices.occasions import declared_occasions


@pytest.fixture(autouse=True)
def own_occasions(settings):
    """These tests know of no cases: the occasions and commands are theirs."""
    settings.PENDAPA_NOTICE_OCCASIONS = ("pendapa.notices.tests.factories.OCCASIONS",)
    settings.PENDAPA_INBOUND_COMMANDS = (
        "pendapa.notices.tests.factories.ECHO",
        "pendapa.notices.tests.factories.REFUSE",
    )
    declared_occasions.cache_clear()
    declared_commands.cache_clear()
    yield
    declared_occasions.cache_clear()
    declared_commands.cache_clear()


@pytest.fixture
def gateway(settings):
    """A gateway for SMS and chat, configured; where nothing listens."""
    from pendapa.notices.tests.factories import SECRET

    settings.PENDAPA_GATEWAY_URL = "http://127.0.0.1:9/send"
    settings.PENDAPA_GATEWAY_SECRET = SECRET
    settings.PENDAPA_GATEWAY_CHANNELS = ["sms", "chat"]
    return settings
