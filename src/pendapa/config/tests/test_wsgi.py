"""The WSGI entry point: one piece, and nothing fails in silence."""

from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from structlog.testing import capture_logs

from pendapa.config.wsgi import Application

pytestmark = pytest.mark.django_db  # the end of a request looks after the connection
POSTED = {"REQUEST_METHOD": "POST"}


class Answers:
    """What the server is told."""

    status = ""

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = status


def answering(answer: Any) -> Application:
    def handler(_environ: dict[str, Any], _start_response: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Application(handler)  # type: ignore[arg-type]


def test_a_page_goes_to_the_server_in_one_piece() -> None:
    assert answering(HttpResponse("Halo"))(POSTED, Answers()) == [b"Halo"]


def test_a_stream_stays_a_stream() -> None:
    stream = StreamingHttpResponse(iter([b"a", b"b"]))
    assert answering(stream)(POSTED, Answers()) is stream


def test_what_django_could_not_answer_is_answered_and_logged() -> None:
    answers = Answers()
    with capture_logs() as lines:
        body = answering(RuntimeError("broken module"))(POSTED, answers)
    assert answers.status.startswith("500")
    assert b"recorded" in b"".join(body)
    assert [line["event"] for line in lines] == ["request_failed"]
