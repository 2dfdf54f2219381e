"""The letter's references: found, checked by reading, delivered once."""

from __future__ import annotations

import io
import tomllib

import pytest
from django.core.management import CommandError, call_command

from commentary.management.commands.load_references import TEXTS
from commentary.models import CrossReference
from commentary.references.detect import name_of
from commentary.references.review import dispute_reference
from tests.base import LETTER
from tests.commentary.factories import make_reviewer

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]


def load() -> str:
    said = io.StringIO()
    call_command("load_instruments", stdout=io.StringIO())
    call_command("load_references", stdout=said)
    return said.getvalue()


def stored() -> set[tuple[str, str]]:
    rows = CrossReference.objects.accepted().with_ends()
    return {(row.clause.key, name_of(row)) for row in rows}


def test_what_was_read_is_what_is_found() -> None:
    load()
    listed = tomllib.loads((TEXTS / f"{LETTER}.toml").read_text("utf-8"))["clauses"]
    assert stored() == {(key, name) for key, names in listed.items() for name in names}
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


def test_detecting_by_itself_only_proposes() -> None:
    call_command("load_instruments", stdout=io.StringIO())
    call_command("detect_references", LETTER, stdout=io.StringIO())
    assert not CrossReference.objects.accepted().exists()
    with pytest.raises(CommandError, match="nowhere"):
        call_command("detect_references", "nowhere")
