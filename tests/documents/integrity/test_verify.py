"""What the database itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from documents.models import Clause, ClauseVersion, Edition, Part
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db


class TestOneDocument:
    def test_a_clause_in_another_document_part(self) -> None:
        mine, other = make_draft("mine"), make_draft("other")
        part = Part.objects.get(document=other.document)
        clause = Clause.objects.filter(document=mine.document)[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            Clause.objects.filter(pk=clause.pk).update(part=part)
            _check_deferred()

    def test_a_text_in_another_document_edition(self) -> None:
        mine, other = make_draft("mine"), make_draft("other")
        other.versions.all().delete()
        row = mine.versions.all()[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            ClauseVersion.objects.filter(pk=row.pk).update(edition=other)


class TestEditions:
    def test_published_without_a_digest(self) -> None:
        edition = make_edition()
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(digest="")

    def test_two_with_one_number(self) -> None:
        edition = make_edition()
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.create(document=edition.document, number=1)

    def test_two_clauses_in_one_place(self) -> None:
        edition = make_draft()
        with pytest.raises(IntegrityError), transaction.atomic():
            edition.versions.update(position=1)
            _check_deferred()


def _check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
