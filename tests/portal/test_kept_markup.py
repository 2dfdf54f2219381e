"""Markup that is made once in each language, and sees nothing of a request."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

SAID = "{% load i18n kept %}{% kept %}{% url 'help' %}{% endkept %} {{ name }}"


@pytest.mark.parametrize("code", ["en", "ru", "zh-hans"])
def test_each_language_has_its_own(code: str) -> None:
    template = Template(SAID)
    template.render(Context({"name": "before"}))
    with translation.override(code):
        assert template.render(Context({"name": "own"})) == f"/{code}/help/ own"


def test_it_is_made_once() -> None:
    template = Template(SAID)
    with patch("django.urls.reverse", wraps=reverse) as looked_up:
        said = [template.render(Context({"name": name})) for name in ("a", "b")]
    assert looked_up.call_count == 1
    assert [each.split() for each in said] == [["/en/help/", "a"], ["/en/help/", "b"]]


def test_no_variable_of_a_page_gets_in() -> None:
    template = Template(
        "{% load kept %}{% kept %}{% if own %}own{% endif %}{% endkept %}"
    )
    assert template.render(Context({"own": True})) == ""
    assert template.render(Context({})) == ""
