"""The letter's references: found, checked by reading, delivered once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from commentary.models import CrossReference
from commentary.references.review import dispute_reference
from documents.models import Edition
from tests.base import LETTER
from tests.commentary.factories import make_reviewer
from tests.commentary.references.base import (
    listed,
    load,
    stored,
    words_named_in,
    words_to_be_named_in,
)

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]


def test_what_was_read_is_what_is_found() -> None:
    load()
    assert stored() == listed()
    assert CrossReference.objects.count() == len(stored()) == 27


def test_each_is_named_in_all_three_languages() -> None:
    load()
    for reference in CrossReference.objects.with_mentions():
        said = {mention.language for mention in reference.mentions.all()}
        assert said == {"zh-hans", "ru", "en"}


def test_loading_again_changes_nothing() -> None:
    load()
    first = CrossReference.objects.accepted().get(instrument__slug="rarotonga")
    dispute_reference(first, user=make_reviewer(), revision=1, reason="Trying.")
    before = list(CrossReference.objects.order_by("pk").values())
    assert load() == f"{LETTER}: 0 accepted\n"
    assert list(CrossReference.objects.order_by("pk").values()) == before


def test_each_edition_says_where_each_is_named() -> None:
    load()
    for edition in Edition.objects.all():
        assert words_named_in(edition) == words_to_be_named_in(edition)
    assert not CrossReference.objects.exclude(look_again=None).exists()


def test_detecting_by_itself_only_proposes() -> None:
    call_command("load_instruments", stdout=io.StringIO())
    call_command("detect_references", LETTER, stdout=io.StringIO())
    assert not CrossReference.objects.accepted().exists()
    with pytest.raises(CommandError, match="nowhere"):
        call_command("detect_references", "nowhere")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Checked against the Chinese text."),
        ("ru", "Сверено с китайским текстом."),
        ("zh-hans", "已与中文文本核对。"),
    ],
)
def test_the_reason_is_in_the_readers_language(
    client: Client, code: str, words: str
) -> None:
    load()
    reference = CrossReference.objects.accepted().first()
    assert reference is not None
    page = client.get(f"/{code}/references/{reference.pk}/").text
    table = client.get(f"/{code}/documents/{LETTER}/references.csv")
    assert words in page
    assert reference.reason not in page
    assert words in b"".join(table).decode()
