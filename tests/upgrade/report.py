"""What an upgrade must not change, as JSON: `python -m tests.upgrade.report`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django
from django.utils import translation

LANGUAGES = ("en", "ru", "zh-hans")


def report() -> dict[str, Any]:
    """Return digests, labels, citations, places of quotes, notices and more."""
    with translation.override("en"):
        return {
            "citations": _citations(),
            "counts": _counts(),
            "digests": _digests(),
            "labels": _labels(),
            "notices": _notices(),
            "places": _places(),
            "references": _references(),
        }


def _counts() -> dict[str, int]:
    from commentary import models as commentary
    from documents import models as documents

    counted = (
        commentary.Comment,
        commentary.Quote,
        commentary.QuotePlace,
        commentary.CrossReference,
        commentary.Mention,
        commentary.Notice,
        commentary.Watch,
        commentary.Decision,
        commentary.Report,
        commentary.Suspension,
        documents.Edition,
        documents.ClauseVersion,
    )
    return {each._meta.label: each._default_manager.count() for each in counted}


def _digests() -> dict[str, str]:
    from documents.models import Edition

    editions = Edition.objects.select_related("document")
    return {f"{each.document.slug}/{each.number}": each.digest for each in editions}


def _labels() -> dict[str, dict[str, str]]:
    from documents.models import Edition
    from documents.presenters.labels import full_label

    labels: dict[str, dict[str, str]] = {}
    for edition in Edition.objects.select_related("document"):
        for row in edition.versions.for_reading():
            place = f"{edition.document.slug}/{edition.number}/{row.clause.key}"
            labels[place] = {}
            for code in LANGUAGES:
                with translation.override(code):
                    labels[place][code] = full_label(row.locator)
    return labels


def _citations() -> dict[str, dict[str, str]]:
    from django.test import RequestFactory

    from documents.models import Edition
    from documents.presenters.citation import Citation
    from documents.presenters.labels import full_label

    request = RequestFactory(SERVER_NAME="localhost").get("/")
    found: dict[str, dict[str, str]] = {}
    for edition in Edition.objects.with_document():
        rows = list(edition.versions.for_reading())
        for code in LANGUAGES:
            with translation.override(code):
                citation = Citation(request, edition, rows)
                for row in rows:
                    address = citation.address(row.clause.key)
                    words = citation.text(full_label(row.locator), address)
                    found.setdefault(address, {})[code] = words
    return found


def _places() -> list[list[Any]]:
    from commentary.models import QuotePlace

    rows = QuotePlace.objects.values_list(
        "quote__exact", "edition__number", "state", "start"
    )
    return sorted([list(row) for row in rows])


def _notices() -> list[list[str]]:
    from commentary.models import Notice
    from commentary.notices.rendering import render_notice

    rows = Notice.objects.for_list().select_related("person")
    return sorted(
        [row.person.display_name, row.kind, str(render_notice(row).sentence)]
        for row in rows
    )


def _references() -> list[list[str]]:
    from commentary.models import CrossReference

    rows = CrossReference.objects.select_related("clause", "instrument")
    return sorted(
        [
            row.clause.key,
            row.relation,
            row.state,
            row.instrument.slug if row.instrument else "",
            row.locator,
        ]
        for row in rows
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    json.dump(report(), sys.stdout, ensure_ascii=False)
