"""Publishing: digests, the chain, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from documents.integrity import digests
from documents.models import Document, Edition
from documents.services import (
    CannotPublish,
    begin_draft,
    import_text,
    publish_edition,
)
from tests.factories import make_draft, make_edition, make_file, make_units

pytestmark = pytest.mark.django_db


def manifest_of(edition: Edition) -> str:
    return digests.manifest(edition)


class TestPublish:
    def test_is_published_with_the_day(self) -> None:
        edition = make_edition()
        assert edition.is_published
        assert edition.published_at is not None

    def test_each_text_has_the_digest_of_its_file(self) -> None:
        row = make_edition().versions.for_reading()[1]
        expected = sha256("отмечая пункт 1,\n".encode()).hexdigest()
        assert row.in_language("digest", "ru") == expected

    def test_edition_digest_is_that_of_its_manifest(self) -> None:
        edition = make_edition()
        text = manifest_of(Edition.objects.get())
        assert edition.digest == sha256(text.encode()).hexdigest()

    def test_manifest_is_read_by_sha256sum(self) -> None:
        make_edition(languages=["en"], paragraphs=1)
        lines = manifest_of(Edition.objects.get()).splitlines()
        plain = [line for line in lines if not line.startswith("#")]
        assert [line.split("  ")[1] for line in plain] == [
            "statement-title.en.txt",
            "statement-pre1.en.txt",
            "statement-op1.en.txt",
        ]

    def test_editions_form_a_chain(self) -> None:
        first = make_edition()
        document = Document.objects.get()
        draft = import_text(
            document,
            language="en",
            file=make_file("second"),
            units=make_units("en", paragraphs=4),
        ).edition
        second = publish_edition(draft, user=None)
        assert second.previous_digest == first.digest
        assert f"# previous {first.digest}" in manifest_of(second)


class TestRefused:
    def test_twice(self) -> None:
        edition = make_edition()
        with pytest.raises(CannotPublish):
            publish_edition(edition, user=None)

    def test_empty(self) -> None:
        document = Document.objects.create(slug="empty")
        draft = Edition.objects.create(document=document, number=1)
        with pytest.raises(CannotPublish):
            publish_edition(draft, user=None)

    def test_older_than_a_published_one(self) -> None:
        old = make_draft()
        Edition.objects.filter(pk=old.pk).update(number=9)
        newer = Edition.objects.create(document=old.document, number=10)
        row = old.versions.all()[0]
        row.pk, row.edition = None, newer
        row.save(force_insert=True)
        publish_edition(Edition.objects.get(number=10), user=None)
        with pytest.raises(CannotPublish):
            publish_edition(Edition.objects.get(number=9), user=None)


class TestAnEarlierDay:
    def test_is_kept(self) -> None:
        day = timezone.now() - timedelta(days=900)
        assert publish_edition(make_draft(), user=None, at=day).published_at == day

    def test_to_come_is_refused(self) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        with pytest.raises(ValueError, match="cannot have been published"):
            publish_edition(make_draft(), user=None, at=tomorrow)

    def test_not_after_the_edition_before_is_refused(self) -> None:
        edition = make_edition()
        draft = begin_draft(edition, user=None)
        with pytest.raises(ValueError, match="cannot have been published"):
            publish_edition(draft, user=None, at=edition.published_at)
        assert not Edition.objects.get(pk=draft.pk).is_published
