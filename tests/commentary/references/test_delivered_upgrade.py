"""The letter's references and commentary, when its second edition is added."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from commentary.models import CrossReference, QuotePlace
from commentary.references.detect import load_references
from documents.models import Edition
from documents.services import load_instruments
from tests.base import LETTER
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.documents.services.base import FORMER_INSTRUMENTS
from tests.factories import current_edition, load_first_edition

from .base import (
    FILE,
    listed,
    load,
    stored,
    words_named_in,
    words_to_be_named_in,
)

pytestmark = pytest.mark.django_db


class TestUpgrade:
    """An installation with the first edition, its references and its commentary."""

    @pytest.fixture(autouse=True)
    def first(self, tmp_path: Path) -> Edition:
        edition = load_first_edition(tmp_path)
        load_instruments(FORMER_INSTRUMENTS)
        load_references(FILE)
        assert stored() == listed()
        return edition

    def test_the_references_hold_and_are_placed_in_both_editions(self) -> None:
        before = set(CrossReference.objects.values_list("pk", flat=True))
        call_command("load_documents", stdout=io.StringIO())
        assert load() == f"{LETTER}: 0 accepted\n"
        assert stored() == listed()
        assert set(CrossReference.objects.values_list("pk", flat=True)) == before
        assert not CrossReference.objects.exclude(look_again=None).exists()
        for edition in Edition.objects.all():
            assert words_named_in(edition) == words_to_be_named_in(edition)

    def test_comments_and_quotes_are_carried(self, first: Edition) -> None:
        version = version_of(first, "statement-op6")
        kept = make_comment(
            version, make_commentator("anna"), quoted="to support that draft resolution"
        )
        changed = make_comment(
            version, make_commentator("vera"), quoted="a joint draft General Assembly"
        )
        call_command("load_documents", stdout=io.StringIO())
        place = QuotePlace.objects.get(quote=kept.quote, edition=current_edition())
        assert place.version is not None
        text = place.version.in_language("text", "en")
        assert text[place.start : place.end] == "to support that draft resolution"
        other = QuotePlace.objects.get(quote=changed.quote, edition=current_edition())
        assert other.state in (QuotePlace.State.APPROXIMATE, QuotePlace.State.DETACHED)
