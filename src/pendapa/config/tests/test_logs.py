"""What never reaches a log line."""

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from pendapa.config.logs import leave_path_out

SECRET_PATH = "/lacak/SKU-7Q2M-48KX/7Q2M-48KX-9CDE/"


def test_a_line_about_an_answer_names_no_path(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(leave_path_out)
    request = RequestFactory().get(SECRET_PATH)
    for status in (403, 500):
        log_response("Went wrong (%s): %s", "why", request.path, response=HttpResponse(status=status), request=request)
    assert "Went wrong (why)" in caplog.text
    assert SECRET_PATH not in caplog.text


def test_the_development_server_and_refused_requests_are_silent() -> None:
    assert not logging.getLogger("django.server").isEnabledFor(logging.ERROR)
    assert not logging.getLogger("django.request").isEnabledFor(logging.WARNING)
