"""Terms that one text of a clause has and another lacks."""

from __future__ import annotations

import pytest

from documents.models import ClauseVersion, Edition
from documents.presenters.term_checks import check_terms
from documents.search.terms import locate_terms
from tests.base import queries_of
from tests.commentary.factories import make_term
from tests.factories import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Edition:
    return make_draft("memo")


def say(draft: Edition, key: str, **texts: str) -> None:
    rows = ClauseVersion.objects.filter(edition=draft, clause__key=key)
    assert rows.update(**{f"text_{suffix}": text for suffix, text in texts.items()})


def test_tells_what_a_translation_lost(draft: Edition) -> None:
    make_term("zone", name_en="zone", name_ru="зона", name_zh_hans="无核武器区")
    say(
        draft,
        "statement-pre1",
        en="In these zones",
        ru="В этих районах",
        zh_hans="在这些无核武器区",
    )
    say(draft, "statement-pre2", en="A zone", ru="О зонах", zh_hans="无核武器区")
    [missing] = check_terms(draft)
    assert (missing.key, missing.missing_in.code) == ("statement-pre1", "ru")
    assert (missing.name, missing.expected) == ("无核武器区", "зона")


def test_what_has_no_text_or_no_equivalent_lacks_nothing(draft: Edition) -> None:
    make_term("zone", name_en="zone", name_ru="зона")
    say(draft, "statement-pre1", en="A zone", ru="", zh_hans="区")
    assert check_terms(draft) == []


def test_an_acronym_is_no_other_word(draft: Edition) -> None:
    make_term("npt", name_en="NPT", name_ru="ДНЯО", name_zh_hans="不扩散条约")
    say(draft, "statement-pre1", en="Agenda", ru="Повестка дня", zh_hans="议程")
    say(draft, "statement-pre2", en="The NPT", ru="Участники ДНЯО", zh_hans="条约")
    [missing] = check_terms(draft)
    assert (missing.key, missing.missing_in.code) == ("statement-pre2", "zh-hans")
    row = draft.versions.get(clause__key="statement-pre1")
    assert locate_terms(row) == {}


def test_queries_do_not_grow(draft: Edition) -> None:
    make_term("zone", name_en="zone", name_ru="зона")
    say(draft, "statement-pre1", en="A zone", ru="Район", zh_hans="区")
    check_terms(draft)  # afterwards its words are known
    few = queries_of(lambda: check_terms(draft))
    make_term("area", name_en="area", name_ru="область")
    say(draft, "statement-pre2", en="A zone, an area", ru="Район", zh_hans="区")
    assert len(check_terms(draft)) == 3
    assert queries_of(lambda: check_terms(draft)) == few
