"""Middleware: large pages are compressed, but none that shows secrets."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from portal.middleware import CompressPages

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
