"""Middleware: pages are compressed, but none that shows secrets; one policy for all."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from csp.constants import NONCE
from csp.decorators import csp_update
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory, override_settings

from portal.middleware import CompressPages, SendPolicy

TEXT = "words of a page " * 1000
LIST = "/en/notices/"


def answer(path: str, response: HttpResponseBase) -> HttpResponseBase:
    request = RequestFactory().get(path, headers={"accept-encoding": "gzip, br"})
    return CompressPages(_never_asked).process_response(request, response)


def _never_asked(_request: HttpRequest) -> HttpResponseBase:
    raise AssertionError


def test_a_large_page_is_compressed() -> None:
    response = answer(LIST, HttpResponse(TEXT))
    assert isinstance(response, HttpResponse)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == TEXT
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize(
    ("path", "response"),
    [
        ("/accounts/2fa/recovery-codes/", HttpResponse(TEXT)),
        (LIST, HttpResponse("A small page")),
        (LIST, HttpResponse(TEXT, content_type="text/csv")),
        (LIST, StreamingHttpResponse([TEXT])),
        (LIST, HttpResponse(TEXT, headers={"Content-Encoding": "br"})),
    ],
    ids=["of an account", "small", "a file", "in pieces", "compressed already"],
)
def test_others_are_left_as_they_are(path: str, response: HttpResponseBase) -> None:
    coding = response.headers.get("Content-Encoding")
    assert answer(path, response).headers.get("Content-Encoding") == coding


def send_policy(view: Callable[..., Any]) -> HttpResponse:
    answered = SendPolicy(view)(RequestFactory().get("/en/"))
    assert isinstance(answered, HttpResponse)
    return answered


def test_the_policy_of_an_answer_is_that_of_the_settings() -> None:
    answer = send_policy(lambda _request: HttpResponse(status=404))
    assert answer["Content-Security-Policy"] == build_policy()


def test_an_answer_may_have_a_policy_of_its_own() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert send_policy(view)["Content-Security-Policy"] == "sandbox"
    changed = csp_update({"img-src": "blob:"})(lambda _request: HttpResponse())
    assert "blob:" in send_policy(changed)["Content-Security-Policy"]


@override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"script-src": [NONCE]}})
def test_a_nonce_stands_in_the_policy_of_its_answer_only() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]

    first, second = send_policy(view), send_policy(view)
    for answer, other in ((first, second), (second, first)):
        assert f"'nonce-{answer.text}'" in answer["Content-Security-Policy"]
        assert other.text not in answer["Content-Security-Policy"]
