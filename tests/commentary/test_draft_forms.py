"""Forms kept in a session: what people write, and no more than a form can send."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from commentary.responses import store_draft_form, take_draft_form

PATH = "/en/comments/1/reply/"


def sent(**fields: str) -> HttpRequest:
    request = RequestFactory().post(PATH, fields)
    request.session = SessionStore()
    return request


def test_the_longest_comment_with_the_longest_quote_is_kept() -> None:
    request = sent(source="語" * 10_000, quote_exact="я" * 10_000, kind="question")
    store_draft_form(request)
    kept = take_draft_form(request, PATH)
    assert kept["source"] == "語" * 10_000
    assert kept["quote_exact"] == "я" * 10_000
    assert kept["kind"] == "question"


@pytest.mark.parametrize("name", ["kind", "edition", "display_name", "submission"])
def test_what_nobody_writes_at_length_is_cut(name: str) -> None:
    request = sent(source="A thought", **{name: "x" * 100_000})
    store_draft_form(request)
    kept = take_draft_form(request, PATH)
    assert kept["source"] == "A thought"
    assert len(kept[name]) <= 500


def test_what_no_form_can_send_is_not_kept() -> None:
    long = dict.fromkeys(("source", "quote_exact", "note", "reason"), "x" * 12000)
    request = sent(**long)
    store_draft_form(request)
    assert request.session.is_empty()


def test_other_fields_are_not_kept() -> None:
    request = sent(source="A thought", password="secret")
    store_draft_form(request)
    assert take_draft_form(request, PATH) == {"source": "A thought"}
