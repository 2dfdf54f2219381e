"""Conflict with a discarded draft: a page that gives the typed text back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from documents.audit import Discarded, discarded_edition
from documents.languages import LANGUAGES, Language
from documents.models import Edition

GONE = 410


@dataclass(frozen=True, slots=True)
class TypedText:
    """The number and text sent in one language."""

    language: Language
    number: str
    text: str


def draft_is_gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who deleted the draft, and what was typed; 410. Raises Http404."""
    discarded = discarded_edition(pk)
    if discarded is None:
        raise Http404
    return _page(request, gettext("This draft was discarded"), _told(discarded))


def typed_in(request: HttpRequest) -> list[TypedText]:
    """Return the numbers and texts sent to any form of a clause."""
    sent = request.POST
    found = [
        TypedText(
            language,
            sent.get(f"number_{language.suffix}", ""),
            # SplitForm names its fields by the language alone.
            sent.get(f"text_{language.suffix}", sent.get(language.suffix, "")),
        )
        for language in LANGUAGES
    ]
    return [typed for typed in found if typed.number or typed.text]


def _told(discarded: Discarded) -> str:
    pattern = gettext("Edition %(number)s of %(document)s was discarded on %(when)s.")
    if discarded.who:
        pattern = gettext(
            "%(who)s discarded edition %(number)s of %(document)s on %(when)s."
        )
    return pattern % {
        "who": discarded.who,
        "number": discarded.number,
        "document": discarded.document,
        "when": date_format(localtime(discarded.when), "DATETIME_FORMAT"),
    }


def _page(request: HttpRequest, title: str, told: str) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Edition._meta,
        "title": title,
        "told": told,
        "is_sent": request.method == "POST",
        "typed": typed_in(request),
    }
    return render(request, "admin/documents/gone.html", context, status=GONE)


def number_in(value: Any) -> int | None:
    """Return a primary key given in an address; None for anything else."""
    text = str(value[-1] if isinstance(value, list) else value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
