"""Manifests: what describes a document stands in them as it was at publication."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from documents.integrity import digests
from documents.integrity.verify import verify_document
from documents.models import Edition
from documents.services import begin_draft, correct_metadata, publish_edition
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db
WORDS = {
    "symbol": "A/61/1",
    "short_title_en": "The memo",
    "organs_ru": "Генеральная Ассамблея\nСовет Безопасности",
    "subjects_en": "Peace\nSecurity",
}


def lines(edition: Edition) -> list[str]:
    return digests.manifest(edition).splitlines()


def corrected(edition: Edition, **values: str) -> None:
    correct_metadata(edition.document, values, reason="Seen in print.", user=None)


class TestSecondForm:
    def test_it_states_the_metadata(self) -> None:
        draft = make_draft()
        related = draft.document.relations.model(kind="supersedes", symbol="A/60/1")
        correct_metadata(draft.document, WORDS, relations=[related], user=None)
        assert lines(publish_edition(draft, user=None))[:18] == [
            "# clausebook manifest 2",
            "# document memo",
            "# edition 1",
            *lines(Edition.objects.get())[3:4],
            "# previous none",
            "# symbol A/61/1",
            "# date none",
            "# issued none",
            "# type statement",
            "# original none",
            "# short-title en The memo",
            "# body ru Генеральная Ассамблея Совет Безопасности",
            "# subject en Peace",
            "# subject en Security",
            "# relation supersedes A/60/1",
            "# language en unofficial unconfirmed",
            "# language ru unofficial unconfirmed",
            "# language zh-hans unofficial unconfirmed",
        ]

    def test_a_correction_leaves_it_as_it_was(self) -> None:
        edition = make_edition()
        before = lines(edition)
        corrected(edition, symbol="A/61/1")
        assert lines(Edition.objects.get()) == before
        assert all(each.is_sound for each in verify_document(edition.document))

    def test_the_next_edition_states_the_correction(self) -> None:
        edition = make_edition()
        corrected(edition, symbol="A/61/1")
        latest = publish_edition(begin_draft(edition, user=None), user=None)
        assert "# symbol A/61/1" in lines(latest)
        assert all(each.is_sound for each in verify_document(edition.document))

    def test_what_was_stated_is_frozen(self) -> None:
        edition = make_edition()
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(metadata={"symbol": "A/1"})
