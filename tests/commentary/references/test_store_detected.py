"""What is found in the texts becomes references: one a clause, decided once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commentary.models import CrossReference, Mention
from commentary.references.review import accept_reference, dispute_reference
from commentary.references.store_detected import FoundReference, store_found
from commentary.references.target import Target
from documents.models import Edition, Instrument
from documents.services import begin_draft, publish_edition
from tests.base import queries_of
from tests.commentary.factories import (
    make_instrument,
    make_plain_edition,
    make_reference,
    make_reviewer,
    target_of,
    version_of,
)
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import read_edition

pytestmark = pytest.mark.django_db
KEYS = ("statement-pre1", "statement-pre2", "statement-op1")
LOCATORS = ("", "art. V", "art. VII", "art. VII, para. 2", "art. VII, para. 2 (a)")


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def pact() -> Instrument:
    return make_instrument()


def found(
    edition: Edition,
    target: Instrument | Target,
    key: str = KEYS[0],
    languages: Sequence[str] = ("zh-hans", "ru", "en"),
    start: int = 0,
) -> list[FoundReference]:
    version = version_of(edition, key)
    return [
        FoundReference(version, language, start, start + 2, target_of(target))
        for language in languages
    ]


def state_of_things() -> list[tuple[object, ...]]:
    """Everything that is stored, whatever its row numbers."""
    rows = CrossReference.objects.order_by("clause", "locator", "pk").values_list(
        "clause", "relation", "locator", "state", "target_clause", "look_again"
    )
    mentions = Mention.objects.order_by("version", "language", "start").values_list(
        "version", "language", "start", "end", "reference__locator"
    )
    return [*rows, *mentions]


class TestKeeping:
    def test_three_languages_are_one_reference(
        self, edition: Edition, pact: Instrument
    ) -> None:
        [made] = store_found(edition, found(edition, pact))
        assert (made.state, made.origin) == ("proposed", "detected")
        assert made.mentions.count() == 3

    def test_again_changes_nothing(self, edition: Edition, pact: Instrument) -> None:
        store_found(edition, found(edition, pact))
        before = state_of_things()
        assert store_found(edition, found(edition, pact)) == []
        assert state_of_things() == before

    def test_what_was_decided_stays_decided(
        self, edition: Edition, pact: Instrument
    ) -> None:
        [made] = store_found(edition, found(edition, pact))
        dispute_reference(made, user=make_reviewer(), revision=0, reason="A ship.")
        after = publish_edition(begin_draft(edition, user=None), user=None)
        assert store_found(after, found(after, pact)) == []
        made.refresh_from_db()
        assert made.state == "disputed"
        assert made.mentions.count() == 6

    def test_a_person_said_it_before(self, edition: Edition, pact: Instrument) -> None:
        said = make_reference(version_of(edition, KEYS[0]), pact, make_reviewer())
        assert store_found(edition, found(edition, pact)) == []
        assert said.mentions.count() == 3

    def test_a_bare_name_goes_with_its_article(
        self, edition: Edition, pact: Instrument
    ) -> None:
        article = Target(instrument=pact, locator="art. VII")
        both = [*found(edition, pact, start=4), *found(edition, article)]
        [made] = store_found(edition, both)
        assert made.locator == "art. VII"
        assert made.mentions.count() == 6

    def test_unless_the_article_was_a_false_alarm(
        self, edition: Edition, pact: Instrument
    ) -> None:
        article = Target(instrument=pact, locator="art. VII")
        [wrong] = store_found(edition, found(edition, article))
        dispute_reference(wrong, user=make_reviewer(), revision=0, reason="No.")
        both = [*found(edition, article), *found(edition, pact, start=4)]
        [made] = store_found(edition, both)
        assert made.locator == ""

    def test_a_clause_that_names_itself_refers_to_nothing(
        self, edition: Edition
    ) -> None:
        itself = target_of(version_of(edition, KEYS[0]))
        assert store_found(edition, found(edition, itself)) == []

    def test_takes_as_many_queries_for_many(
        self, edition: Edition, pact: Instrument
    ) -> None:
        one = found(edition, pact)
        many = [
            each
            for key in KEYS
            for start, locator in enumerate(LOCATORS)
            for each in found(
                edition, Target(instrument=pact, locator=locator), key, start=start
            )
        ]
        few = queries_of(lambda: store_found(edition, one))
        assert queries_of(lambda: store_found(edition, many)) <= few + 1


class TestAnotherLook:
    def after(self, edition: Edition) -> Edition:
        draft = begin_draft(edition, user=None)
        reword(draft, KEYS[0], en="The Pact, otherwise,")
        return publish_edition(draft, user=None)

    def test_is_asked_for_when_nothing_is_named_now(
        self, edition: Edition, pact: Instrument
    ) -> None:
        [made] = store_found(edition, found(edition, pact))
        accept_reference(made, user=make_reviewer(), revision=0)
        after = self.after(edition)
        made.refresh_from_db()
        assert made.look_again == after


@st.composite
def heaps(draw: st.DrawFn) -> list[tuple[str, str, str, int]]:
    """Clause, language, locator and start of mentions, no two at one place."""
    places = st.tuples(
        st.sampled_from(KEYS),
        st.sampled_from(("zh-hans", "ru", "en")),
        st.sampled_from(LOCATORS),
        st.integers(0, 5),
    )
    return draw(
        st.lists(
            places, max_size=12, unique_by=lambda each: (each[0], each[1], each[3])
        )
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=heaps(), second=heaps())
def test_keeping_twice_is_keeping_once(
    edition: Edition,
    pact: Instrument,
    first: list[tuple[str, str, str, int]],
    second: list[tuple[str, str, str, int]],
) -> None:
    def keep(heap: list[tuple[str, str, str, int]]) -> None:
        store_found(
            edition,
            [
                FoundReference(
                    version_of(edition, key),
                    language,
                    start,
                    start + 1,
                    Target(instrument=pact, locator=locator),
                )
                for key, language, locator, start in heap
            ],
        )

    Mention.objects.all().delete()
    CrossReference.objects.all().delete()
    for heap in (first, second):
        keep(heap)
        once = state_of_things()
        keep(heap)
        assert state_of_things() == once
    assert Mention.objects.count() == len(second)
