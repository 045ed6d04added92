"""Which matters a visitor has opened by their secret, kept in the session."""

from django.test import RequestFactory

from pendapa.people.middleware import MOST_SECRETS, SECRETS_SESSION_KEY, remember_secret


def opened(*matters: str) -> list[str]:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    for matter in matters:
        remember_secret(request, matter)
    return list(request.session[SECRETS_SESSION_KEY])


def test_the_oldest_is_forgotten_first_whatever_it_is_called() -> None:
    newest_first = [f"{number:03}" for number in range(MOST_SECRETS + 5, 0, -1)]
    assert opened(*newest_first) == newest_first[5:]


def test_one_that_is_opened_again_counts_as_new() -> None:
    assert opened("b", "a", "b") == ["a", "b"]
