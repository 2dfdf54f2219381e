"""A page with one clause and a form that quotes from it; for browser tests only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Final

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from commentary.quotes.fields import QuoteFields, asked_quote
from documents.languages import LANGUAGES
from portal.urls import urlpatterns as portal_patterns

KEY: Final = "statement-op1"
TEXTS: Final = {
    "zh-hans": "强调《不扩散核武器条约》𠮷字第七条。其次，重申和平与安全。",
    "ru": "Подтверждая Договор, мы 😀 призываем всех. Затем мы разошлись.",
    "en": "Recalling the Treaty, we call 😀 upon all States. Then we left & slept.",
}
PAGE: Final = """{% extends "base.html" %}{% load static %}
{% block title %}Quoting{% endblock %}
{% block styles %}<link rel="stylesheet" href="{% static 'portal/css/reader.css' %}">
<link rel="stylesheet" href="{% static 'portal/css/quoting.css' %}">{% endblock %}
{% block scripts %}
<script src="{% static 'portal/js/quote_picker.js' %}" defer></script>{% endblock %}
{% block content %}
<article class="reader columns-3"><h1>Quoting</h1>
<div data-quote-words="Quote these words" data-address="../quoting-form/?of=__key__">
</div>
<div class="grid"><div class="clause" id="{{ key }}">{% for cell in cells %}
<div class="cell" lang="{{ cell.language.bcp47 }}"
  data-language="{{ cell.language.code }}"><p><span class="number">1.</span> {% for piece in cell.pieces %}{% if forloop.counter == 2 %}<mark>{{ piece }}</mark><span class="visually-hidden">marked</span>{% else %}{{ piece }}{% endif %}{% endfor %}</p></div>{% endfor %}
</div></div>
{% if form %}<form method="post" data-quote-clause="{{ key }}">{% csrf_token %}
<p><label>Comment <textarea name="source">{{ form.source.value|default:"" }}</textarea>
</label></p><button>Post</button>
{% include "commentary/quotes/includes/quote_picker.html" %}</form>{% endif %}
{% if quoted %}<p id="stored">{{ quoted.language.code }}|{{ quoted.selector.start }}|{{ quoted.selector.exact }}</p>{% endif %}
</article>{% endblock %}"""  # noqa: E501 - white space would be part of the text


class FakeVersion:
    """A clause that is in no database."""

    def in_language(self, field: str, code: str) -> str:
        return TEXTS[code]


class NoteForm(QuoteFields):
    source = forms.CharField(required=False)


def cells() -> list[SimpleNamespace]:
    """The texts, cut in pieces as marks cut them."""
    return [
        SimpleNamespace(language=each, pieces=[text[:4], text[4:9], text[9:]])
        for each in LANGUAGES
        if (text := TEXTS[each.code])
    ]


def page(request: HttpRequest, form: NoteForm | None) -> HttpResponse:
    is_done = form is not None and form.is_bound and form.is_valid()
    context = {
        "key": KEY,
        "cells": cells(),
        "form": form,
        "quoted": form.cleaned_data["quote"] if form and is_done else None,
    }
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render(context, request))


def text_alone(request: HttpRequest) -> HttpResponse:
    return page(request, None)


def with_form(request: HttpRequest) -> HttpResponse:
    version = FakeVersion()
    if request.method == "GET":
        initial = asked_quote(request.GET.dict())
        return page(request, NoteForm(initial=initial, version=version))
    form = NoteForm(request.POST, version=version)
    if form.is_picking:
        form.pick()
    return page(request, form)


urlpatterns = [
    *i18n_patterns(path("quoting-text/", text_alone), path("quoting-form/", with_form)),
    *portal_patterns,
]
