from datetime import timedelta

import pytest

from pendapa.cases.inbound import check_case, tell_usage
from pendapa.cases.tests.factories import A_MONDAY, SECRET, make_account, make_case
from pendapa.kernel.problems import TooMany
from pendapa.notices.inbound import InboundText

pytestmark = pytest.mark.django_db


def ask(text, sender="+628123456789", channel="sms"):
    return check_case(InboundText(channel, "m1", sender, text), A_MONDAY + timedelta(hours=1))


@pytest.fixture
def case():
    return make_case(contact_phone="0812 345 6789")


def test_the_telephone_of_a_matter_is_told_where_it_stands(case):
    reply = ask(f"CEK {case.number}")
    assert reply.startswith(f"{case.number}: ")
    assert f"/lacak/{case.number}/" in reply
    assert SECRET not in reply


@pytest.mark.parametrize("spelled", ["{0}", "{1}", "{2}"])
def test_however_the_number_is_typed(case, spelled):
    typed = spelled.format(case.number.lower(), case.number.replace("-", " "), case.number.replace("-", ""))
    assert ask(f"CEK {typed}").startswith(case.number)


def test_the_telephone_of_the_account_counts_as_well():
    case = make_case(applicant=make_account(phone="+62 813-1111-2222"), contact_phone="")
    assert ask(f"CEK {case.number}", "+6281311112222").startswith(case.number)


def test_another_telephone_learns_nothing_and_not_even_whether_the_matter_exists(case):
    there = ask(f"CEK {case.number}", "+6281399998888")
    gone = case.number
    case.clocks.all().delete()
    case.delete()
    assert ask(f"CEK {gone}", "+6281399998888") == there


def test_a_matter_without_a_telephone_is_not_opened_by_a_sender_without_a_number():
    case = make_case(contact_phone="")
    assert not ask(f"CEK {case.number}", "").startswith(case.number)
    assert not ask(f"CEK {case.number}", "Tsel-Info").startswith(case.number)


def test_a_name_in_the_chat_that_looks_like_the_number_is_not_believed(case, settings):
    assert not ask(f"CEK {case.number}", channel="chat").startswith(case.number)
    assert ask(f"CEK {case.number} {SECRET}", channel="chat").startswith(case.number)
    settings.PENDAPA_GATEWAY_VERIFIED = ["sms", "chat"]
    assert ask(f"CEK {case.number}", channel="chat").startswith(case.number)


def test_whoever_knows_the_secret_is_told(case):
    assert ask(f"CEK {case.number} {SECRET}", "+6281399998888").startswith(case.number)
    assert ask(f"CEK {case.number} {SECRET.replace('-', ' ').lower()}", "+6281399998888").startswith(case.number)


def test_guessing_at_secrets_ends(case):
    for number in range(8):
        ask(f"CEK {case.number} AAAA-{number}", "+6281399998888")
    with pytest.raises(TooMany):
        ask(f"CEK {case.number} AAAA-9", "+6281399998888")


@pytest.mark.parametrize("text", ["CEK", "CEK halo", "CEK SKU-0000-0000", "CEK 💥", "CEK " + "A " * 500])
def test_what_is_no_number_is_answered_with_an_example(text):
    assert "CEK SKU-7Q2M-48KX" in ask(text)


def test_help_names_everything_that_can_be_written():
    reply = tell_usage(InboundText("sms", "m1", "+62", "BANTUAN"), A_MONDAY)
    assert "CEK" in reply
    assert "LAPOR" in reply
    assert "BANTUAN" in reply
